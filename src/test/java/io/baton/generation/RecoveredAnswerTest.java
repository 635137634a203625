package io.baton.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baton.answer.AnswerOutcome;
import io.baton.answer.ErrorCode;
import io.baton.answer.Event;
import io.baton.answer.Frame;
import io.baton.model.TokenUsage;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How an answer has ended is what its log says. */
class RecoveredAnswerTest {
    @Test
    void withoutATerminalFrameItHasNotEnded() {
        assertEquals(Optional.empty(), RecoveredAnswer.of(List.of(), "qwen2.5").outcome());
        assertEquals(Optional.empty(), ending(new Event.Chunk("a", 1)));
    }

    @Test
    void itHasEndedAsItsTerminalFrameSays() {
        assertEquals(Optional.of(new AnswerOutcome.Complete("length")), ending(complete("length")));
        assertEquals(Optional.of(new AnswerOutcome.Stopped()), ending(complete("stopped")));
        var failed = new AnswerOutcome.Failed(ErrorCode.ALL_MODELS_FAILED);
        assertEquals(Optional.of(failed), ending(new Event.Failed(ErrorCode.ALL_MODELS_FAILED)));
        assertEquals(Optional.of(failed), ending(new Event.NotStoredYet(failed)));
        assertEquals(
                Optional.of(new AnswerOutcome.Stopped()), ending(new Event.NotStoredYet(new AnswerOutcome.Stopped())));
    }

    @Test
    void whereThatDoesNotSayHowItHasFailedAndCanBeAskedAgain() {
        assertEquals(
                Optional.of(new AnswerOutcome.Failed(ErrorCode.UNKNOWN_ERROR)),
                ending(new Event.Failed(ErrorCode.NOT_STORED_YET)));
    }

    private static Event complete(String reason) {
        return new Event.Complete("a", 1, "qwen2.5", reason, TokenUsage.estimated(1, 1), null, List.of());
    }

    private static Optional<AnswerOutcome> ending(Event last) {
        var start = new Event.Start("qwen2.5", UUID.randomUUID(), null);
        return RecoveredAnswer.of(List.of(new Frame(1, 1, 0, start), new Frame(1, 2, 0, last)), "qwen2.5")
                .outcome();
    }
}
