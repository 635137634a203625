package io.baton.chat;

import io.baton.chat.AnswerRow.State;

/** How an answer ends. */
sealed interface Ending {
    /** The finish reason of one that was stopped. */
    String STOPPED = "stopped";

    /** Whole; {@code reason} as in the chat-completions format. */
    record Complete(String reason) implements Ending {}

    /** Stopped by its user, or because nobody read any more. */
    record Stopped() implements Ending {}

    record Failed(ErrorCode code) implements Ending {}

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
