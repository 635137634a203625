package io.baton.answer;

import io.baton.answer.AnswerEntity.State;

/** How an answer ends. */
public sealed interface AnswerOutcome {
    /** The finish reason of a stopped answer. */
    String STOPPED = "stopped";

    /** The model has ended; {@code reason}: a code of {@link io.baton.model.FinishReason}. */
    record Complete(String reason) implements AnswerOutcome {}

    /** Stopped by its user, or because it had no reader any more. */
    record Stopped() implements AnswerOutcome {}

    record Failed(ErrorCode code) implements AnswerOutcome {}

    default State state() {
        return switch (this) {
            case Complete complete -> State.done;
            case Stopped stopped -> State.stopped;
            case Failed failed -> State.failed;
        };
    }

    /** Null: it failed. */
    default String finishReason() {
        return switch (this) {
            case Complete(var reason) -> reason;
            case Stopped() -> STOPPED;
            case Failed failed -> null;
        };
    }

    /** Null: it did not fail. */
    default String errorCode() {
        return this instanceof Failed(var code) ? code.name() : null;
    }
}
