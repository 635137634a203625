package io.baton.provider.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.baton.model.ModelEvent;
import io.baton.model.ModelEvent.ToolCallPiece;
import io.baton.model.ModelStream;
import io.baton.model.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tool calls as servers send them; whatever they do, callers see indexes from 0, and id and name once. */
class ToolCallsTest {
    private static final List<String> TWO = List.of("a f {\"p\":1}", "b g {\"p\":2}");

    /** Pieces are separated by a bar, chunks by two. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0 a f {'p':1}||1 b g {'p':2}",
                "0 a f {'p':1}||0 b g {'p':2}",
                "- a f {'p':1}||- b g {'p':2}",
                "1 a f {'p':1}||2 b g {'p':2}",
                "5 a f {'p':1}||3 b g {'p':2}",
                "- a f {'p':1}|- b g {'p':2}",
                "- a f -|- b g -||- a - {'p':1}||- b - {'p':2}",
                "- a f -|- b g -||- - - {'p':1}|- - - {'p':2}",
                "0 a f -|1 b g -||1 - - {'p':2}||0 - - {'p':1}",
                "0 a f {'p'||0 - - :1}||1 b g {'p'||1 - - :2}",
                "0 a f {'p'||0 a f :1}||1 b g {'p'||1 b g :2}",
                "0 a f -||- - - {'p':||- - - 1}||0 b g -||- - - {'p':2}",
                "0 a - -||0 a f {'p':1}||1 b - {'p'||1 b g :2}",
            })
    void twoCallsAreTwoCalls(String chunks) {
        assertEquals(TWO, calls(chunks));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0 - f {'p':1}||1 - g {'p':2}",
                "0 - f {'p':1}||0 - g {'p':2}",
                "- - f {'p':1}||- - g {'p':2}",
                "- - f {'p':1}|- - g {'p':2}",
                "- - f {'p'||- - - :1}||- - g {'p':2}"
            })
    void callsWithoutAnIdGetOne(String chunks) {
        var calls = calls(chunks);
        var first = calls.getFirst().split(" ");
        var second = calls.getLast().split(" ");
        assertEquals(2, calls.size());
        assertEquals("f {\"p\":1}", first[1] + " " + first[2]);
        assertEquals("g {\"p\":2}", second[1] + " " + second[2]);
        assertFalse(first[0].isBlank());
        assertNotEquals(first[0], second[0]);
    }

    @Test
    void theSameFunctionMayBeCalledTwice() {
        assertEquals(2, calls("0 - f {'p':1}||0 - f {'p':2}").size());
        assertEquals(2, calls("- - f {'p':1}|- - f {'p':2}").size());
        assertEquals(2, calls("- - f -|- - f -").size());
    }

    @Test
    void anIdThatTwoCallsHaveIsGivenOnce() {
        var calls = calls("0 f f {'p':1}||1 f f {'p':2}");
        assertEquals("f f {\"p\":1}", calls.getFirst());
        assertEquals(2, calls.size());
        assertFalse(calls.getLast().startsWith("f "));
    }

    @Test
    void argumentsMayBeAnObjectOrMissing() {
        assertEquals(
                List.of("a f {\"p\":1}"), calls("{'index':0,'id':'a','function':{'name':'f','arguments':{'p':1}}}"));
        for (var none : List.of("''", "null", "' '")) {
            var call = "{'index':0,'id':'a','function':{'name':'f','arguments':" + none + "}}";
            assertEquals("a f {}", calls(call).getFirst().replaceAll(" +", " "));
        }
        assertEquals(List.of("a f {}"), calls("0 a f -"));
    }

    @Test
    void aWholeMessageHasAllCallsAtOnce() {
        var message = "{'choices':[{'message':{'tool_calls':["
                + "{'id':'a','function':{'name':'f','arguments':'{}'}},{'id':'a','function':{'name':'f','arguments':''}}]}}]}";
        var calls = assembled(List.of(message));
        assertEquals("a f {}", calls.getFirst());
        assertEquals(2, calls.size());
    }

    @Test
    void theFormBeforeToolCallsIsOneCall() {
        var calls = assembled(List.of(
                "{'choices':[{'delta':{'function_call':{'name':'f','arguments':'{'}}}]}",
                "{'choices':[{'delta':{'function_call':{'arguments':'}'}}}]}"));
        assertEquals(1, calls.size());
        assertEquals("f {}", calls.getFirst().substring(calls.getFirst().indexOf(' ') + 1));
    }

    @Test
    void membersThatTheProviderNeedsBackAreKept() {
        var call = "{'index':0,'id':'a','type':'function','function':{'name':'f','arguments':'{}'},"
                + "'extra_content':{'google':{'thought_signature':'c2ln'}}}";
        assertEquals(
                "{\"extra_content\":{\"google\":{\"thought_signature\":\"c2ln\"}}}",
                pieces(List.of(chunk(call))).getFirst().extra());
    }

    @Test
    void aCallThatNeverGetsANameIsMalformed() {
        var broken = assertThrows(ModelStream.Broken.class, () -> calls("0 a - {'p':1}"));
        assertEquals(Outcome.MALFORMED, broken.outcome());
        assertEquals(List.of(), calls("0 - - -"));
    }

    @Test
    void thereAreNotTooManyCalls() {
        var many = "0 - f {}||".repeat(200);
        assertThrows(ModelStream.Broken.class, () -> calls(many));
    }

    /** A piece is index, id, name and arguments, or the JSON of a call; {@code -} stands for nothing. */
    private static List<String> calls(String chunks) {
        var json = new ArrayList<String>();
        for (var chunk : chunks.split("\\|\\|")) {
            var pieces = new ArrayList<String>();
            for (var piece : chunk.split("\\|")) {
                pieces.add(piece.startsWith("{") ? piece : piece(piece.split(" ", 4)));
            }
            json.add(chunk(String.join(",", pieces)));
        }
        return assembled(json);
    }

    private static String piece(String[] parts) {
        var index = parts[0].equals("-") ? "" : "'index':" + parts[0] + ",";
        var arguments = parts[3].equals("-") ? "" : parts[3].replace("'", "\\'");
        return ("{" + index + "'id':'" + parts[1] + "','type':'function','function':{'name':'" + parts[2]
                        + "','arguments':'" + arguments + "'}}")
                .replace("'-'", "''");
    }

    private static String chunk(String calls) {
        return "{'choices':[{'delta':{'tool_calls':[" + calls + "]}}]}";
    }

    private static List<ToolCallPiece> pieces(List<String> chunks) {
        var events = new ArrayList<ModelEvent>();
        var reader = new ChunkReader(events::add);
        for (var chunk : chunks) {
            reader.read(chunk.replace("\\'", "\\\"").replace('\'', '"'));
        }
        reader.finish();
        return events.stream().map(ToolCallPiece.class::cast).toList();
    }

    /** Id, name and arguments of each call; the pieces are put together in the simplest way. */
    private static List<String> assembled(List<String> chunks) {
        var calls = new TreeMap<Integer, String[]>();
        for (var piece : pieces(chunks)) {
            var call = calls.computeIfAbsent(piece.index(), index -> new String[] {"", "", ""});
            call[0] += piece.id();
            call[1] += piece.name();
            call[2] += piece.arguments();
        }
        assertEquals(calls.size(), calls.isEmpty() ? 0 : calls.lastKey() + 1);
        return calls.values().stream().map(call -> String.join(" ", call)).toList();
    }
}
