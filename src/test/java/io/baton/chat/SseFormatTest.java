package io.baton.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.answer.ErrorCode;
import io.baton.answer.Event;
import io.baton.answer.Frame;
import io.baton.answer.Span;
import io.baton.model.Money;
import io.baton.model.TokenUsage;
import io.baton.platform.Language;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SseFormatTest {
    private static final UUID ANSWER = UUID.fromString("01940000-0000-7000-8000-00000000000a");
    private static final UUID CONVERSATION = UUID.fromString("01940000-0000-7000-8000-00000000000c");
    private static final UUID MESSAGE = UUID.fromString("01940000-0000-7000-8000-00000000000e");
    private static final String TAIL =
            ",\"timestamp\":1700000000000,\"conversationId\":\"01940000-0000-7000-8000-00000000000c\"}";
    private final SseFormat wire = new SseFormat(ANSWER, CONVERSATION, 20, Language.ENGLISH);

    @Test
    void startSaysWhoAnswersAndUnderWhichIds() {
        assertData("""
                {"type":"start","data":{"model":"qwen2.5",\
                "answerId":"01940000-0000-7000-8000-00000000000a",\
                "messageId":"01940000-0000-7000-8000-00000000000e"}""", new Event.Start("qwen2.5", MESSAGE, null));
    }

    @Test
    void startSaysWhyItIsNotTheAskedModel() {
        assertTrue(encode(new Event.Start("gemma-3", MESSAGE, "budget")).contains(",\"reason\":\"budget\"}"));
    }

    @Test
    void aChunkCarriesAllTextSoFar() {
        encode(new Event.Chunk("Hel", 1));
        assertData("""
                {"type":"chunk","data":{"content":"lo","totalContent":"Hello","tokenCount":2}""", new Event.Chunk("lo", 2));
    }

    @Test
    void aReaderWhoComesBackStillGetsAllTextSoFar() {
        wire.skip(new Frame(1, 2, 0, new Event.Chunk("Hel", 1)));
        assertTrue(encode(new Event.Chunk("lo", 2)).contains("\"totalContent\":\"Hello\""));
    }

    @Test
    void theTextSoFarCanBeLeftOut() {
        var lean = new SseFormat(ANSWER, CONVERSATION, 0, Language.ENGLISH);
        lean.encode(new Frame(1, 2, 0, new Event.Chunk("Hel", 1)));
        var second = lean.encode(new Frame(1, 3, 1_700_000_000_000L, new Event.Chunk("lo", 2)));
        assertEquals("{\"type\":\"chunk\",\"data\":{\"content\":\"lo\",\"tokenCount\":2}" + TAIL, second);
    }

    @Test
    void beyondItsLimitTheTextSoFarIsLeftOutAndTheChunkSaysSo() {
        encode(new Event.Chunk("x".repeat(19), 5));
        assertTrue(encode(new Event.Chunk("y", 6)).contains("\"totalContent\":\"" + "x".repeat(19) + "y\""));
        assertData("""
                {"type":"chunk","data":{"content":"z","totalContentOmitted":true,"tokenCount":7}""", new Event.Chunk("z", 7));
        wire.skip(new Frame(1, 2, 0, new Event.Chunk("x".repeat(1_000), 9)));
        assertData("""
                {"type":"chunk","data":{"content":"z","totalContentOmitted":true,"tokenCount":9}""", new Event.Chunk("z", 9));
    }

    @Test
    void aSwitchSaysFromWhomToWhomWhyAndWhere() {
        assertData("""
                {"type":"switch","data":{"from":"qwen2.5","to":"gemma-3","reason":"too_slow","at":0}""", new Event.Switch("qwen2.5", "gemma-3", "too_slow", 0));
    }

    @Test
    void completeCarriesTheAnswerItsTokensAndItsCost() {
        assertData("""
                {"type":"complete","data":{"content":"Hello","tokenCount":2,"responseTime":1234,\
                "conversationId":"01940000-0000-7000-8000-00000000000c","model":"qwen2.5","finishReason":"stop",\
                "usage":{"promptTokens":10,"completionTokens":2,"totalTokens":12,"source":"measured"},\
                "cost":0.000012,"spans":[{"model":"qwen2.5","from":0,"to":5}]}""", complete(12_000));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0.000000001", "10, 0.00000001", "1000000000, 1", "20000000000, 20", "123456789, 0.123456789"
    })
    void costsAreWrittenDigitByDigit(long nanos, String text) {
        assertTrue(encode(complete(nanos)).contains("\"cost\":" + text + ","));
    }

    @Test
    void anErrorHasAFixedCodeAndWordsForItsReader() {
        assertData("""
                {"type":"error","data":{"message":"No model could answer. The text so far is kept; please try again.",\
                "code":"ALL_MODELS_FAILED"}""", new Event.Failed(ErrorCode.ALL_MODELS_FAILED));
    }

    @Test
    void anErrorBeforeThereIsAConversationNamesNone() {
        assertEquals("""
                {"type":"error","data":{"message":"Too fast.","code":"RATE_LIMITED"},"timestamp":7}""", SseFormat.error(ErrorCode.RATE_LIMITED, "Too fast.", null, 7));
    }

    @Test
    void nothingBreaksOutOfTheDataLine() {
        var encoded = encode(new Event.Chunk("a\"b\\c\r\nd 接力棒 😀", 1));
        assertEquals(1, encoded.lines().count());
        assertTrue(encoded.contains("a\\\"b\\\\c\\r\\nd 接力棒 😀"), encoded);
    }

    private static Event complete(long nanos) {
        return new Event.Complete(
                "Hello",
                1_234,
                "qwen2.5",
                "stop",
                new TokenUsage(10, 2, 0, 0, TokenUsage.Source.MEASURED),
                new Money(nanos),
                List.of(new Span("qwen2.5", 0, 5)));
    }

    private String encode(Event event) {
        return wire.encode(new Frame(1, 2, 1_700_000_000_000L, event));
    }

    private void assertData(String expected, Event event) {
        assertEquals(expected + TAIL, encode(event));
    }
}
