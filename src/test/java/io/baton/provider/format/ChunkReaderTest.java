package io.baton.provider.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.baton.model.FinishReason;
import io.baton.model.ModelEvent;
import io.baton.model.ModelEvent.Counted;
import io.baton.model.ModelEvent.Finished;
import io.baton.model.ModelEvent.Logprobs;
import io.baton.model.ModelEvent.Reasoning;
import io.baton.model.ModelEvent.Refusal;
import io.baton.model.ModelEvent.Text;
import io.baton.model.ModelEvent.ToolCallPiece;
import io.baton.model.ModelStream;
import io.baton.model.Outcome;
import io.baton.model.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkReaderTest {
    @Test
    void contentIsText() {
        assertEquals(List.of(new Text("Hi")), read("{'choices':[{'delta':{'content':'Hi'}}]}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'choices':[]}",
                "{'choices':null,'usage':null,'error':null}",
                "{'choices':[{}]}",
                "{'choices':[{'delta':{}}]}",
                "{'choices':[{'delta':null,'finish_reason':null}]}",
                "{'choices':[{'delta':{'role':'assistant','content':''},'finish_reason':''}]}",
                "{'choices':[{'delta':{'content':null,'reasoning_content':null,'reasoning':null}}]}",
                "{'obfuscation':'x','service_tier':{},'choices':[{'delta':{'refusal':null,'tool_calls':[]},'logprobs':1}]}"
            })
    void whatSaysNothingIsNothing(String chunk) {
        assertEquals(List.of(), read(chunk));
    }

    @Test
    void reasoningHasTwoNames() {
        assertEquals(
                List.of(new Reasoning("a"), new Reasoning("b"), new Reasoning("c"), new Text("d")),
                read(
                        "{'choices':[{'delta':{'content':null,'reasoning_content':'a'}}]}",
                        "{'choices':[{'delta':{'reasoning':'b'}}]}",
                        "{'choices':[{'delta':{'reasoning_content':'c','reasoning':'c','content':'d'}}]}"));
    }

    @Test
    void toolCallsComeInPieces() {
        assertEquals(
                List.of(
                        new ToolCallPiece(0, "c1", "f", "", ""),
                        new ToolCallPiece(0, "", "", "{\"a\"", ""),
                        new ToolCallPiece(1, "c2", "g", "{}", ""),
                        finished("tool_calls")),
                read(
                        "{'choices':[{'delta':{'tool_calls':[{'index':0,'id':'c1','type':'function',"
                                + "'function':{'name':'f','arguments':''}}]}}]}",
                        "{'choices':[{'delta':{'tool_calls':[{'index':0,'function':{'arguments':'{\\'a\\''}}]}}]}",
                        "{'choices':[{'delta':{'tool_calls':[{'index':1,'id':'c2','function':"
                                + "{'name':'g','arguments':'{}'}}]},'finish_reason':'tool_calls'}]}"));
    }

    @Test
    void orWholeWithoutIndexes() {
        assertEquals(
                List.of(new ToolCallPiece(0, "c1", "f", "{}", ""), new ToolCallPiece(1, "c2", "g", "", "")),
                read(
                        "{'choices':[{'message':{'content':null,'tool_calls':["
                                + "{'id':'c1','function':{'name':'f','arguments':'{}'}},{'id':'c2','function':{'name':'g'}}]}}]}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "'f'", "{'index':-1}", "{'index':1000000}", "{'function':{'name':'f','arguments':1}}"})
    void aCallThatIsNoneIsMalformed(String call) {
        var chunk = "{'choices':[{'delta':{'tool_calls':[" + call + "]}}]}";
        var broken = assertThrows(ModelStream.Broken.class, () -> read(chunk));
        assertEquals(Outcome.MALFORMED, broken.outcome());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'content':[{'type':'thinking','thinking':[{'type':'text','text':'hm'}]},{'type':'text','text':'yes'}]}",
                "{'content':[{'type':'thinking','thinking':'hm'},{'type':'reference','reference_ids':[1]},'y','es']}",
                "{'content':[{'type':'reasoning','text':'hm'},{'type':'output_text','text':'yes'}]}",
                "{'content':{'type':'text','text':'yes'},'reasoning_content':'hm'}",
                "{'content':'yes','reasoning_content':'','reasoning':'hm'}",
                "{'content':'yes','reasoning_content':null,'reasoning':'hm'}",
                "{'content':'yes','reasoning_content':'hm','reasoning':''}",
                "{'content':'yes','reasoning_content':'hm','reasoning':'hm'}",
                "{'content':'yes','thinking':'hm'}"
            })
    void contentMayBePartsAndReasoningHasManyNames(String piece) {
        var expected = List.of(new Reasoning("hm"), new Text("yes"));
        assertEquals(expected, read("{'choices':[{'delta':" + piece + "}]}"));
        assertEquals(expected, read("{'choices':[{'message':" + piece + "}]}"));
    }

    @Test
    void aRefusalIsToldApart() {
        assertEquals(
                List.of(new Refusal("I "), new Refusal("can't."), finished("stop")),
                read(
                        "{'choices':[{'delta':{'role':'assistant','content':null,'refusal':''}}]}",
                        "{'choices':[{'delta':{'refusal':'I '}}]}",
                        "{'choices':[{'delta':{'content':[{'type':'refusal','refusal':'can\\u0027t.'}]}}]}",
                        "{'choices':[{'delta':{},'finish_reason':'stop'}]}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'object':'chat.completion','choices':[{'message':{'content':'Hello.'},'finish_reason':'stop'}]}",
                "{'choices':[{'message':{'content':'Hello.','reasoning_content':'hm'},'finish_reason':'stop'}]}",
                "{'choices':[{'delta':{},'message':{'content':'Hello.'},'finish_reason':'stop'}]}",
                "{'object':'chat.completion','choices':[{'delta':{'content':'Hello.'},'finish_reason':'stop'}]}",
                "{'choices':[{'delta':{'content':'Hello.'},'finish_reason':'stop'}]}",
                "{'choices':[{'message':{'content':'Another text'},'finish_reason':'stop'}]}"
            })
    void aLastEventThatRepeatsTheMessageAddsNothing(String last) {
        assertEquals(
                List.of(new Reasoning("hm"), new Text("Hel"), new Text("lo."), finished("stop")),
                read(
                        "{'choices':[{'delta':{'reasoning_content':'hm'}}]}",
                        "{'choices':[{'delta':{'content':'Hel'}}]}",
                        "{'choices':[{'delta':{'content':'lo.'}}]}",
                        last));
    }

    @Test
    void butWhatIsNewInItCounts() {
        var call = "'tool_calls':[{'id':'a','function':{'name':'f','arguments':'{}'}}]";
        assertEquals(
                List.of(
                        new Text("Hel"),
                        new Reasoning("hm"),
                        new Text("lo."),
                        new ToolCallPiece(0, "a", "f", "{}", ""),
                        finished("tool_calls")),
                read(
                        "{'choices':[{'delta':{'content':'Hel'}}]}",
                        "{'choices':[{'message':{'content':'Hello.','reasoning_content':'hm'," + call
                                + "},'finish_reason':'tool_calls'}]}"));
    }

    @Test
    void aShortWordMayBeSaidTwice() {
        assertEquals(
                List.of(new Text("ha"), new Text("ha"), finished("stop")),
                read(
                        "{'choices':[{'delta':{'content':'ha'}}]}",
                        "{'choices':[{'delta':{'content':'ha'},'finish_reason':'stop'}]}"));
    }

    @Test
    void probabilitiesComeBeforeTheirText() {
        var events =
                read("{'choices':[{'delta':{'content':'a'},'logprobs':{'content':[{'token':'a'}],'refusal':null}}]}");
        assertEquals(new Text("a"), events.getLast());
        assertEquals(
                "[{\"token\":\"a\"}]", ((Logprobs) events.getFirst()).tokens().toString());
    }

    @Test
    void oneChunkMaySayItAll() {
        assertEquals(
                List.of(new Reasoning("r"), new Text("t"), finished("length"), counted(1, 2, 0, 0)),
                read("{'usage':{'prompt_tokens':1,'completion_tokens':2,'total_tokens':3},"
                        + "'choices':[{'finish_reason':'length','delta':{'content':'t','reasoning_content':'r'}}]}"));
    }

    @Test
    void aWholeReplyReadsTheSame() {
        assertEquals(
                List.of(new Reasoning("r"), new Text("t"), finished("stop"), counted(1, 2, 0, 0)),
                read("{'choices':[{'message':{'content':'t','reasoning_content':'r'},'finish_reason':'stop'}],"
                        + "'usage':{'prompt_tokens':1,'completion_tokens':2}}"));
    }

    @Test
    void aCharacterSplitOverTwoChunksIsJoined() {
        assertEquals(
                List.of(new Text("a"), new Text("\uD83D\uDE00b")),
                read(
                        "{'choices':[{'delta':{'content':'a\\ud83d'}}]}",
                        "{'choices':[{'delta':{'content':''}}]}",
                        "{'choices':[{'delta':{'content':'\\ude00b'}}]}"));
    }

    @Test
    void textAndReasoningAreJoinedApart() {
        assertEquals(
                List.of(new Text("\uD83D\uDE00"), new Reasoning("\uD83D\uDE01")),
                read(
                        "{'choices':[{'delta':{'reasoning_content':'\\ud83d'}}]}",
                        "{'choices':[{'delta':{'content':'\\ud83d'}}]}",
                        "{'choices':[{'delta':{'content':'\\ude00'}}]}",
                        "{'choices':[{'delta':{'reasoning_content':'\\ude01'}}]}"));
    }

    @Test
    void halfACharacterIsReplaced() {
        assertEquals(
                List.of(new Text("\uFFFDa\uFFFD"), new Text("\uFFFDb"), new Text("\uFFFD"), finished("stop")),
                read(
                        "{'choices':[{'delta':{'content':'\\ude00a\\ud83d\\ud83d'}}]}",
                        "{'choices':[{'delta':{'content':'b\\ud83d'}}]}",
                        "{'choices':[{'delta':{},'finish_reason':'stop'}]}"));
    }

    @Test
    void aCharacterOfACallsArgumentsMayBeSplitToo() {
        assertEquals(
                List.of(
                        new ToolCallPiece(0, "c1", "f", "a", ""),
                        new ToolCallPiece(0, "", "", "\uD83D\uDE00\uFFFD", ""),
                        new ToolCallPiece(0, "", "", "\uFFFD", ""),
                        new Finished(FinishReason.TOOL_CALLS, "stop")),
                read(
                        "{'choices':[{'delta':{'tool_calls':[{'id':'c1','function':{'name':'f','arguments':'a\\ud83d'}}]}}]}",
                        "{'choices':[{'delta':{'tool_calls':[{'function':{'arguments':'\\ude00\\u0000\\ud83d'}}]}}]}",
                        "{'choices':[{'delta':{},'finish_reason':'stop'}]}"));
    }

    @Test
    void usageComesInAnyChunk() {
        assertEquals(
                List.of(new Text("a"), counted(5, 1, 0, 0), counted(5, 2, 3, 1)),
                read(
                        "{'choices':[{'delta':{'content':'a'}}],'usage':{'prompt_tokens':5,'completion_tokens':1}}",
                        "{'choices':[],'usage':{'prompt_tokens':5,'completion_tokens':2,'total_tokens':7,"
                                + "'prompt_tokens_details':{'cached_tokens':3},"
                                + "'completion_tokens_details':{'reasoning_tokens':1,'audio_tokens':0}}}"));
    }

    @Test
    void whatIsCountedBesideAnErrorIsTold() {
        var events = new ArrayList<ModelEvent>();
        assertThrows(
                ModelStream.Broken.class,
                () -> new ChunkReader(events::add)
                        .read("{\"error\":\"overloaded\",\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":0}}"));
        assertEquals(List.of(counted(5, 0, 0, 0)), events);
    }

    @Test
    void anErrorObjectIsAnError() {
        assertEquals(Outcome.IN_BAND_ERROR, outcomeOf("{'error':{'message':'overloaded','code':529}}"));
        assertEquals(Outcome.IN_BAND_ERROR, outcomeOf("{'error':'overloaded','choices':[]}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "null",
                "'text'",
                "1",
                "{",
                "{'choices':[{'delta':{'content':'cut",
                "no json",
                "{'choices':[1]}",
                "{'choices':[{'delta':{'content':true}}]}",
                "{'choices':[{'finish_reason':1}]}"
            })
    void whatIsNoChunkIsMalformed(String chunk) {
        assertEquals(Outcome.MALFORMED, outcomeOf(chunk));
    }

    @Test
    void nestingWithoutEndIsMalformed() {
        assertEquals(Outcome.MALFORMED, outcomeOf("{'a':".repeat(100_000)));
    }

    @Test
    void aBreakCarriesNothingOfTheProviders() {
        var broken = assertThrows(ModelStream.Broken.class, () -> read("{'error':'secret'}"));
        assertEquals(false, broken.getMessage().contains("secret"));
    }

    private static Counted counted(int input, int output, int cached, int reasoning) {
        return new Counted(new TokenUsage(input, output, cached, reasoning, TokenUsage.Source.MEASURED));
    }

    private static Outcome outcomeOf(String chunk) {
        return assertThrows(ModelStream.Broken.class, () -> read(chunk)).outcome();
    }

    /** Single quotes stand for double ones. */
    private static List<ModelEvent> read(String... chunks) {
        var events = new ArrayList<ModelEvent>();
        var reader = new ChunkReader(events::add);
        for (var chunk : chunks) {
            reader.read(chunk.replace('\'', '"'));
        }
        return events;
    }

    private static Finished finished(String word) {
        return new Finished(FinishReason.valueOf(word.toUpperCase(Locale.ROOT)), word);
    }
}
