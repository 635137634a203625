package io.baton.provider.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.baton.model.ModelEvent;
import io.baton.model.ModelEvent.Counted;
import io.baton.model.ModelEvent.Finished;
import io.baton.model.ModelEvent.Logprobs;
import io.baton.model.ModelEvent.Reasoning;
import io.baton.model.ModelEvent.Text;
import io.baton.model.ModelEvent.ToolCallPiece;
import io.baton.model.ModelStream;
import io.baton.model.Outcome;
import io.baton.model.TokenUsage;
import java.util.ArrayList;
import java.util.List;
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
                        new ToolCallPiece(0, "c1", "f", ""),
                        new ToolCallPiece(0, "", "", "{\"a\""),
                        new ToolCallPiece(1, "c2", "g", "{}"),
                        new Finished("tool_calls")),
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
                List.of(new ToolCallPiece(0, "c1", "f", "{}"), new ToolCallPiece(1, "c2", "g", "")),
                read(
                        "{'choices':[{'message':{'content':null,'tool_calls':["
                                + "{'id':'c1','function':{'name':'f','arguments':'{}'}},{'id':'c2','function':{'name':'g'}}]}}]}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "'f'", "{'index':-1}", "{'index':1000000}", "{'function':{'arguments':{}}}"})
    void aCallThatIsNoneIsMalformed(String call) {
        var chunk = "{'choices':[{'delta':{'tool_calls':[" + call + "]}}]}";
        var broken = assertThrows(ModelStream.Broken.class, () -> read(chunk));
        assertEquals(Outcome.MALFORMED, broken.outcome());
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
                List.of(new Reasoning("r"), new Text("t"), new Finished("length"), counted(1, 2, 0, 0)),
                read("{'usage':{'prompt_tokens':1,'completion_tokens':2,'total_tokens':3},"
                        + "'choices':[{'finish_reason':'length','delta':{'content':'t','reasoning_content':'r'}}]}"));
    }

    @Test
    void aWholeReplyReadsTheSame() {
        assertEquals(
                List.of(new Reasoning("r"), new Text("t"), new Finished("stop"), counted(1, 2, 0, 0)),
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
                List.of(new Text("\uFFFDa\uFFFD"), new Text("\uFFFDb"), new Text("\uFFFD"), new Finished("stop")),
                read(
                        "{'choices':[{'delta':{'content':'\\ude00a\\ud83d\\ud83d'}}]}",
                        "{'choices':[{'delta':{'content':'b\\ud83d'}}]}",
                        "{'choices':[{'delta':{},'finish_reason':'stop'}]}"));
    }

    @Test
    void aCharacterOfACallsArgumentsMayBeSplitToo() {
        assertEquals(
                List.of(
                        new ToolCallPiece(0, "c1", "f", "a"),
                        new ToolCallPiece(0, "", "", "\uD83D\uDE00\uFFFD"),
                        new ToolCallPiece(0, "", "", "\uFFFD"),
                        new Finished("stop")),
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
    void explicitZerosMeanZero() {
        assertEquals(
                List.of(counted(0, 0, 0, 0)),
                read("{'usage':{'prompt_tokens':0,'completion_tokens':0,'total_tokens':0,"
                        + "'prompt_tokens_details':null,'completion_tokens_details':{'reasoning_tokens':null}}}"));
    }

    @Test
    void reasoningThatOnlyTheTotalCountsIsOutput() {
        assertEquals(
                List.of(counted(10, 25, 0, 20)),
                read("{'usage':{'prompt_tokens':10,'completion_tokens':5,'total_tokens':35}}"));
        assertEquals(
                List.of(counted(10, 25, 0, 20)),
                read("{'usage':{'prompt_tokens':10,'completion_tokens':5,'total_tokens':35,"
                        + "'completion_tokens_details':{'reasoning_tokens':20}}}"));
        assertEquals(List.of(counted(10, 25, 0, 25)), read("{'usage':{'prompt_tokens':10,'total_tokens':35}}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'usage':{}}",
                "{'usage':{'total_tokens':5}}",
                "{'usage':{'prompt_tokens':-1,'completion_tokens':5}}",
                "{'usage':{'prompt_tokens':'1','completion_tokens':5}}",
                "{'usage':{'prompt_tokens':1,'completion_tokens':true}}",
                "{'usage':{'prompt_tokens':1,'completion_tokens':5.5}}",
                "{'usage':{'prompt_tokens':1,'completion_tokens':1e1000000000}}",
                "{'usage':{'prompt_tokens':1,'completion_tokens':5,'total_tokens':5}}",
                "{'usage':{'prompt_tokens':1,'completion_tokens':5,'total_tokens':'6'}}",
                "{'usage':{'prompt_tokens':1,'completion_tokens':5,'prompt_tokens_details':[]}}",
                "{'usage':{'prompt_tokens':1,'completion_tokens':5,'prompt_tokens_details':{'cached_tokens':2}}}",
                "{'usage':{'prompt_tokens':1,'completion_tokens':5,'completion_tokens_details':{'reasoning_tokens':6}}}",
                "{'usage':{'prompt_tokens':1,'completion_tokens':5e15}}",
                "{'usage':{'prompt_tokens':1,'completion_tokens':5,'total_tokens':9223372036854775807}}"
            })
    void aCountThatCanNotBeIsNone(String chunk) {
        assertEquals(List.of(), read(chunk));
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
                "{'choices':[{'delta':{'content':['parts']}}]}",
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
}
