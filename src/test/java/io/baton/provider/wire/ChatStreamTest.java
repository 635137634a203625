package io.baton.provider.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.baton.model.Charge;
import io.baton.model.FinishReason;
import io.baton.model.ModelEvent;
import io.baton.model.ModelEvent.Counted;
import io.baton.model.ModelEvent.End;
import io.baton.model.ModelEvent.Failed;
import io.baton.model.ModelEvent.Finished;
import io.baton.model.ModelEvent.Reasoning;
import io.baton.model.ModelEvent.Text;
import io.baton.model.ModelStream;
import io.baton.model.Outcome;
import io.baton.model.StreamStart;
import io.baton.model.TokenUsage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatStreamTest {
    private static final String ROLE = event("{'choices':[{'delta':{'role':'assistant','content':''}}]}");
    private static final String HI = event("{'choices':[{'delta':{'content':'Hi'}}]}");
    private static final String STOP = event("{'choices':[{'delta':{},'finish_reason':'stop'}]}");
    private static final String USAGE = event("{'choices':[],'usage':{'prompt_tokens':3,'completion_tokens':1}}");
    private static final String DONE = "data: [DONE]\n\n";

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void anAnswerIsGivenFromItsFirstWordToItsEnd() throws InterruptedException {
        assertEquals(
                List.of(new Text("Hi"), finished("stop"), counted(3, 1), new End()),
                all(ready(ROLE + HI + STOP + USAGE + DONE)));
    }

    @Test
    void theEndMarkIsOptional() throws InterruptedException {
        assertEquals(
                List.of(new Text("Hi"), finished("stop"), counted(3, 1), new End()),
                all(ready(HI + STOP + USAGE.strip())));
    }

    @Test
    void whatCameBeforeTheFirstWordIsNotLost() throws InterruptedException {
        var early = event("{'choices':[],'usage':{'prompt_tokens':3,'completion_tokens':0}}");
        assertEquals(
                List.of(counted(3, 0), new Text("Hi"), finished("stop"), new End()),
                all(ready(ROLE + early + early + early + HI + STOP + DONE)));
    }

    @Test
    void itOpensAtTheFirstWordWithoutReadingOn() {
        var start = start(new Pieces(List.of(utf8(ROLE), utf8(HI)), new SocketException("not to be read")));
        assertInstanceOf(StreamStart.Ready.class, start);
    }

    @Test
    void reasoningIsAFirstWord() throws InterruptedException {
        var thought = event("{'choices':[{'delta':{'reasoning_content':'Hm'}}]}");
        assertEquals(new Reasoning("Hm"), ready(thought + HI + STOP).next());
    }

    @Test
    void aWholeReplyIsTheSameSequence() throws InterruptedException {
        var json = "{'choices':[{'message':{'content':'Hi'},'finish_reason':'stop'}],"
                + "'usage':{'prompt_tokens':3,'completion_tokens':1}}";
        var start = start(bytes(json.replace('\'', '"')));
        assertEquals(
                List.of(new Text("Hi"), finished("stop"), counted(3, 1), new End()),
                all(assertInstanceOf(StreamStart.Ready.class, start).stream()));
    }

    @Test
    void anEndWithoutAFinishReasonIsACut() {
        assertBreaks(Outcome.CUT, HI);
        assertBreaks(Outcome.CUT, HI + STOP.substring(0, 20));
        assertUnavailable(Outcome.CUT, "");
        assertUnavailable(Outcome.CUT, ROLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"abort", "error", "insufficient_system_resource", "network_error", "MALFORMED_FUNCTION_CALL"})
    void aReasonThatSaysTheServerGaveUpIsACut(String reason) throws InterruptedException {
        var gaveUp = event("{'choices':[{'delta':{'content':'!'},'finish_reason':'" + reason + "'}]}");
        var stream = ready(HI + gaveUp + USAGE + DONE);
        assertEquals(
                List.of(new Text("Hi"), new Text("!"), new Failed(reason), counted(3, 1)),
                List.of(stream.next(), stream.next(), stream.next(), stream.next()));
        assertEquals(
                Outcome.CUT,
                assertThrows(ModelStream.Broken.class, stream::next).outcome());
        assertUnavailable(Outcome.CUT, event("{'choices':[{'delta':{},'finish_reason':'" + reason + "'}]}") + DONE);
    }

    @Test
    void anOrderlyEndWithoutAFinishReasonIsAnEnd() throws InterruptedException {
        var complete = List.of(new Text("Hi"), new Finished(FinishReason.STOP, ""), new End());
        assertEquals(complete, all(ready(HI + DONE)));
        assertEquals(complete, all(ready("{\"choices\":[{\"message\":{\"content\":\"Hi\"}}]}")));
        assertUnavailable(Outcome.EMPTY, ROLE + DONE);
    }

    @Test
    void aFinishReasonThatSaysNothingIsNone() {
        var open = event("{'choices':[{'delta':{'content':'Hi'},'finish_reason':'null'}]}");
        assertBreaks(Outcome.CUT, open);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // no blank lines between events
                "data: {'choices':[{'delta':{'content':'H'}}]}\ndata: {'choices':[{'delta':{'content':'i'}}]}\n"
                        + "data: {'choices':[{'delta':{},'finish_reason':'stop'}]}\ndata: [DONE]\n",
                "data: {'choices':[{'delta':{'content':'H'}}]}\ndata: {'choices':[{'delta':{'content':'i'}}]}\n"
                        + "data: {'choices':[{'delta':{},'finish_reason':'stop'}]}\ndata: [DONE]",
                // JSON lines, an array of chunks, objects without anything between them
                "{'choices':[{'delta':{'content':'H'}}]}\n{'choices':[{'delta':{'content':'i'},'finish_reason':'stop'}]}\n",
                "[{'choices':[{'delta':{'content':'H'}}]},\n{'choices':[{'delta':{'content':'i'},'finish_reason':'stop'}]}]",
                "{'choices':[{'delta':{'content':'H'}}]}{'choices':[{'delta':{'content':'i'},'finish_reason':'stop'}]}",
                // white space before a whole reply, which keeps a connection alive
                "\n\n  \n{\n 'choices': [ {'message': {'content': 'Hi'},\n 'finish_reason': 'stop'} ]\n}\n",
                "\uFEFF{'choices':[{'message':{'content':'Hi'},'finish_reason':'stop'}]}",
                "\uFEFFdata: {'choices':[{'delta':{'content':'Hi'},'finish_reason':'stop'}]}\n\n",
                // a whole reply in an event
                "data: {'choices':[{'message':{'content':'Hi'},'finish_reason':'stop'}]}\n\n"
            })
    void theBodyCountsWhateverItsType(String body) throws InterruptedException {
        var bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        for (var in : List.of(new ByteArrayInputStream(bytes), Pieces.single(bytes))) {
            var events = all(assertInstanceOf(StreamStart.Ready.class, start(in)).stream());
            assertEquals("Hi", texts(events));
            assertEquals(List.of(finished("stop"), new End()), events.subList(events.size() - 2, events.size()));
        }
    }

    private static String texts(List<ModelEvent> events) {
        return events.stream()
                .map(event -> event instanceof Text(var text) ? text : "")
                .reduce("", String::concat);
    }

    @Test
    void anEventOfAServerWithoutBlankLinesDoesNotWaitForTheNextButOne() throws InterruptedException {
        var lines = List.of(
                utf8(HI.strip() + "\n"), utf8(HI.strip() + "\n"), utf8(HI.strip() + "\n"), utf8(STOP.strip() + "\n"));
        var stream =
                assertInstanceOf(
                        StreamStart.Ready.class, start(new Pieces(lines, new SocketTimeoutException("silent"))))
                        .stream();
        assertEquals("HiHiHi", texts(all(stream)));
    }

    @Test
    void anErrorInTheStreamIsReadByItsCode() {
        var filtered = event("{'error':{'code':'content_filter','message':'no'}}");
        var refused = assertInstanceOf(StreamStart.Refused.class, start(bytes(filtered)));
        assertEquals(Outcome.CONTENT_FILTER, refused.outcome());
        assertBreaks(Outcome.CONTENT_FILTER, HI + filtered);
    }

    @Test
    void aLostConnectionIsACut() {
        var start = start(new Pieces(List.of(utf8(HI)), new SocketException("Connection reset")));
        var stream = assertInstanceOf(StreamStart.Ready.class, start).stream();
        assertEquals(
                Outcome.CUT,
                assertThrows(ModelStream.Broken.class, () -> all(stream)).outcome());
    }

    @Test
    void silenceIsSlownessBeforeTheFirstWordAndAStallAfterIt() {
        var slow = start(new Pieces(List.of(utf8(ROLE)), new SocketTimeoutException()));
        assertEquals(
                Outcome.TOO_SLOW,
                assertInstanceOf(StreamStart.Unavailable.class, slow).outcome());

        var start = start(new Pieces(List.of(utf8(HI)), new SocketTimeoutException()));
        var stream = assertInstanceOf(StreamStart.Ready.class, start).stream();
        assertEquals(
                Outcome.STALLED,
                assertThrows(ModelStream.Broken.class, () -> all(stream)).outcome());
    }

    @Test
    void commentsDoNotHideAStall() {
        var alive = new Endless(HI + ROLE + ": still here\n".repeat(1_000_000 / 13)) {
            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                nanos.addAndGet(Duration.ofSeconds(1).toNanos());
                return super.read(into, offset, Math.min(length, HI.length()));
            }
        };
        var stream = assertInstanceOf(StreamStart.Ready.class, start(alive)).stream();
        assertEquals(
                Outcome.STALLED,
                assertThrows(ModelStream.Broken.class, () -> all(stream)).outcome());
    }

    @Test
    void countsAloneDoNotHideAStall() {
        var stream = assertInstanceOf(StreamStart.Ready.class, start(ticking(HI, USAGE))).stream();
        assertEquals(
                Outcome.STALLED,
                assertThrows(ModelStream.Broken.class, () -> all(stream)).outcome());
    }

    @Test
    void whateverGoesOnAfterTheFinishReasonTheAnswerEnds() throws InterruptedException {
        for (var endless : List.of(USAGE, STOP, ROLE, ": still here\n\n")) {
            var stream = assertInstanceOf(StreamStart.Ready.class, start(ticking(HI + STOP, endless))).stream();
            var events = all(stream);
            assertEquals(new Text("Hi"), events.getFirst());
            assertEquals(finished("stop"), events.get(1));
        }
    }

    /** A body that goes on for a long time; each read takes a second. */
    private InputStream ticking(String first, String then) {
        return new Endless(first + then.repeat(1_000_000 / then.length())) {
            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                nanos.addAndGet(Duration.ofSeconds(1).toNanos());
                return super.read(into, offset, Math.min(length, first.length()));
            }
        };
    }

    @Test
    void whatComesBeforeTheFirstWordIsBounded() {
        var probable =
                event("{'choices':[{'delta':{},'logprobs':{'content':[{'token':'" + "x".repeat(1_000) + "'}]}}]}");
        var start = assertInstanceOf(StreamStart.Unavailable.class, start(new Endless(probable.repeat(2_000))));
        assertEquals(Outcome.MALFORMED, start.outcome());
    }

    @Test
    void aReaderWhoTakesItsTimeIsNoStall() throws InterruptedException {
        var start = start(new Pieces(List.of(utf8(HI), utf8(USAGE), utf8(HI), utf8(STOP))));
        var stream = assertInstanceOf(StreamStart.Ready.class, start).stream();
        stream.next();
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        assertEquals(counted(3, 1), stream.next());
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        assertEquals(List.of(new Text("Hi"), finished("stop"), new End()), all(stream));
    }

    @Test
    void troubleAfterTheFinishReasonIsNone() throws InterruptedException {
        var complete = List.of(new Text("Hi"), finished("stop"), new End());
        for (var trouble : List.of(new SocketException("reset"), new SocketTimeoutException())) {
            var start = start(new Pieces(List.of(utf8(HI + STOP)), trouble));
            assertEquals(complete, all(assertInstanceOf(StreamStart.Ready.class, start).stream()));
        }
        assertEquals(complete, all(ready(HI + STOP)));
        assertEquals(complete, all(ready(HI + STOP + USAGE.substring(0, 40))));
        assertEquals(complete, all(ready(HI + STOP + "data: garbage\n\n")));
    }

    @Test
    void whatIsNoChunkBreaksTheStream() {
        assertBreaks(Outcome.MALFORMED, HI + "data: garbage\n\n" + STOP);
        assertBreaks(Outcome.IN_BAND_ERROR, HI + event("{'error':{'message':'overloaded'}}") + STOP);
        assertUnavailable(Outcome.MALFORMED, "data: garbage\n\n" + HI);
        assertUnavailable(Outcome.IN_BAND_ERROR, event("{'error':{'message':'overloaded'}}"));
        assertEquals(
                Outcome.MALFORMED,
                assertInstanceOf(StreamStart.Unavailable.class, start(bytes("{")))
                        .outcome());
    }

    @Test
    void anAnswerWithoutAWordIsEmpty() {
        assertUnavailable(Outcome.EMPTY, ROLE + STOP + DONE);
    }

    @Test
    void whatIsCountedWithoutAWordIsTold() {
        var start = assertInstanceOf(StreamStart.Unavailable.class, start(bytes(ROLE + STOP + USAGE + DONE)));
        assertEquals(Outcome.EMPTY, start.outcome());
        var counted = new TokenUsage(3, 1, 0, 0, TokenUsage.Source.MEASURED);
        assertEquals(new Charge.Due(Optional.of(counted), ""), start.charge());
    }

    @Test
    void aFilterThatLeavesNothingIsARefusal() {
        var filtered = event("{'choices':[{'delta':{},'finish_reason':'content_filter'}]}");
        var refused = assertInstanceOf(StreamStart.Refused.class, start(bytes(filtered + DONE)));
        assertEquals(Outcome.CONTENT_FILTER, refused.outcome());
    }

    @Test
    void aFilterThatEndsAnAnswerIsItsFinishReason() throws InterruptedException {
        var filtered = event("{'choices':[{'delta':{},'finish_reason':'content_filter'}]}");
        assertEquals(List.of(new Text("Hi"), finished("content_filter"), new End()), all(ready(HI + filtered + DONE)));
    }

    @Test
    void anInterruptIsAnInterruptHoweverTheSocketReportsIt() {
        var closedByInterrupt = new InputStream() {
            @Override
            public int read() throws IOException {
                Thread.currentThread().interrupt();
                throw new SocketException("Closed by interrupt");
            }
        };
        var endByInterrupt = new InputStream() {
            @Override
            public int read() {
                Thread.currentThread().interrupt();
                return -1;
            }
        };
        for (var in : List.of(closedByInterrupt, endByInterrupt)) {
            var start = assertInstanceOf(StreamStart.Unavailable.class, start(in));
            assertEquals(Outcome.STOPPED, start.outcome());
            assertFalse(Thread.interrupted());
        }
    }

    @Test
    void aFlagThatIsAlreadyUpStopsTheNextRead() {
        var stream = ready(HI + STOP);
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> all(stream));
        assertFalse(Thread.interrupted());
    }

    @Test
    void nobodyReadsBeyondTheEnd() throws InterruptedException {
        var stream = ready(HI + STOP);
        all(stream);
        assertThrows(IllegalStateException.class, stream::next);
    }

    private static String event(String json) {
        return "data: " + json.replace('\'', '"') + "\n\n";
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(utf8(text));
    }

    private static Counted counted(int input, int output) {
        return new Counted(new TokenUsage(input, output, 0, 0, TokenUsage.Source.MEASURED));
    }

    private ModelStream ready(String events) {
        return assertInstanceOf(StreamStart.Ready.class, start(bytes(events))).stream();
    }

    private StreamStart start(InputStream body) {
        var reply = new ProviderReply(200, () -> body, () -> {});
        return new ChatStream(reply, Duration.ofSeconds(20), nanos::get).start();
    }

    private void assertBreaks(Outcome outcome, String events) {
        var stream = ready(events);
        assertEquals(
                outcome,
                assertThrows(ModelStream.Broken.class, () -> all(stream)).outcome());
    }

    private void assertUnavailable(Outcome outcome, String events) {
        var start = assertInstanceOf(StreamStart.Unavailable.class, start(bytes(events)));
        assertEquals(outcome, start.outcome());
        assertEquals(Charge.unknown(), start.charge());
    }

    private static List<ModelEvent> all(ModelStream stream) throws InterruptedException {
        var events = new ArrayList<ModelEvent>();
        do {
            events.add(stream.next());
        } while (!(events.getLast() instanceof End));
        stream.close();
        return events;
    }

    private static Finished finished(String word) {
        return new Finished(FinishReason.valueOf(word.toUpperCase(Locale.ROOT)), word);
    }
}
