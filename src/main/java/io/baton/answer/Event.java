package io.baton.answer;

import io.baton.model.Money;
import io.baton.model.TokenUsage;
import java.util.List;
import java.util.UUID;

/** What can be in an answer's log. Wire formats are made from these, never stored. */
public sealed interface Event {
    /** The answer has begun; nobody has spoken yet. {@code reason} is null unless the model was not the asked one. */
    record Start(String model, UUID messageId, String reason) implements Event {}

    /** More of the text. {@code tokens}: output tokens so far, estimated. */
    record Chunk(String content, int tokens) implements Event {}

    /** What only readers of answers without conversation get. */
    sealed interface Detail extends Event {}

    /** More of the model's reasoning. */
    record Thought(String content) implements Detail {}

    /** A piece of a tool call; {@code id} and {@code name} are empty after the call's first. */
    record Called(int index, String id, String name, String arguments) implements Detail {}

    /** How probable the tokens of the text after it were; an array of JSON. */
    record Weighed(String tokens) implements Detail {}

    /** Another model goes on from UTF-16 offset {@code at}. */
    record Switch(String from, String to, String reason, int at) implements Event {}

    /**
     * The answer is complete and stored.
     *
     * @param usage        of all attempts together
     * @param cost         of all attempts together; null: a price is not known
     * @param finishReason as in the chat-completions format, or {@code stopped}
     */
    record Complete(
            String content,
            long responseMillis,
            String model,
            String finishReason,
            TokenUsage usage,
            Money cost,
            List<Span> spans)
            implements Event {
        public Complete {
            spans = List.copyOf(spans);
        }
    }

    /** The answer has failed; what was said is stored. */
    record Failed(ErrorCode code) implements Event {}

    /** The answer has ended, and is stored so once that can be done. */
    record NotStoredYet(AnswerOutcome ending) implements Event {}

    /** Of the texts in it, in UTF-16 characters. */
    default int length() {
        return switch (this) {
            case Chunk chunk -> chunk.content().length();
            case Thought thought -> thought.content().length();
            case Called called ->
                called.id().length()
                        + called.name().length()
                        + called.arguments().length();
            case Weighed weighed -> weighed.tokens().length();
            case Complete complete -> complete.content().length();
            case Start start -> 0;
            case Switch change -> 0;
            case Failed failed -> 0;
            case NotStoredYet ended -> 0;
        };
    }

    default boolean isTerminal() {
        return switch (this) {
            case Complete complete -> true;
            case Failed failed -> true;
            case NotStoredYet ended -> true;
            case Start start -> false;
            case Chunk chunk -> false;
            case Switch change -> false;
            case Detail detail -> false;
        };
    }
}
