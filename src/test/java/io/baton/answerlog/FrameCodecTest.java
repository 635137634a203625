package io.baton.answerlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.answer.AnswerOutcome;
import io.baton.answer.ErrorCode;
import io.baton.answer.Event;
import io.baton.answer.Frame;
import io.baton.answer.Span;
import io.baton.model.Money;
import io.baton.model.TokenUsage;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class FrameCodecTest {
    private static final TokenUsage USAGE = new TokenUsage(10, 20, 3, 4, TokenUsage.Source.MEASURED);
    private static final List<Event> EVENTS = List.of(
            new Event.Start("qwen2.5", UUID.fromString("00000000-0000-4000-8000-000000000001"), null),
            new Event.Start("gemma-3", UUID.fromString("00000000-0000-4000-8000-000000000001"), "budget"),
            new Event.Chunk("接力棒 😀 \"\n\u2028", 7),
            new Event.Switch("qwen2.5", "gpt-4", "lost", 17),
            new Event.Reasoning("thought"),
            new Event.Refusal("No"),
            new Event.ToolCall(1, "call", "f", "{\"a\":", "{\"extra\":1}"),
            new Event.ToolCall(1, "", "", "1}", ""),
            new Event.Logprobs("[{\"token\":\"x\"}]"),
            new Event.Complete(
                    "whole",
                    1_234,
                    "gpt-4",
                    "stop",
                    USAGE,
                    new Money(123_456_789_012L),
                    List.of(new Span("qwen2.5", 0, 3), new Span("gpt-4", 3, 5))),
            new Event.Complete("", 0, "gpt-4", "stopped", TokenUsage.estimated(1, 0), null, List.of()),
            new Event.Failed(ErrorCode.ALL_MODELS_FAILED),
            new Event.Failed(ErrorCode.NOT_STORED_YET),
            new Event.NotStoredYet(new AnswerOutcome.Complete("length")),
            new Event.NotStoredYet(new AnswerOutcome.Stopped()),
            new Event.NotStoredYet(new AnswerOutcome.Failed(ErrorCode.ALL_MODELS_FAILED)));

    @ParameterizedTest
    @FieldSource("EVENTS")
    void whatIsWrittenIsReadAgain(Event event) {
        var frame = new Frame(3, 99, 1_790_000_000_123L, event);
        assertEquals(frame, FrameCodec.read(FrameCodec.write(frame)));
    }

    @Test
    void noTypeOfEventIsForgotten() {
        assertEquals(
                typesOf(Event.class).collect(Collectors.toSet()),
                EVENTS.stream().map(Event::getClass).collect(Collectors.toSet()));
    }

    private static Stream<Class<?>> typesOf(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(FrameCodecTest::typesOf)
                : Stream.of(type);
    }

    /** A node of the version before reads its type and code. */
    @Test
    void whatIsNotStoredYetIsAFailureToWhoDoesNotKnowMore() {
        var written = FrameCodec.write(new Frame(1, 1, 0, new Event.NotStoredYet(new AnswerOutcome.Complete("stop"))));
        assertTrue(written.contains("\"type\":\"failed\",\"code\":\"NOT_STORED_YET\""), written);
    }

    @Test
    void itHasAVersionAndAnotherOneIsNotGuessedAt() {
        var written = FrameCodec.write(new Frame(1, 1, 0, EVENTS.getFirst()));
        assertTrue(written.startsWith("{\"v\":1,"), written);
        assertThrows(IllegalStateException.class, () -> FrameCodec.read(written.replace("\"v\":1", "\"v\":2")));
    }
}
