package io.baton.model;

import jakarta.json.JsonArray;

/** What a model says, in the order it is said. Its text can be stored, whatever came from outside ({@link CleanText}). */
public sealed interface ModelEvent {
    /** A piece of the answer; never empty, never half a character. */
    record Text(String text) implements ModelEvent {
        public Text {
            text = CleanText.of(text);
        }
    }

    /** A piece of the model's reasoning, which is not part of the answer; never empty. */
    record Reasoning(String text) implements ModelEvent {
        public Reasoning {
            text = CleanText.of(text);
        }
    }

    /**
     * A piece of a tool call; the pieces of one call have the same index.
     *
     * @param id        empty after the first piece, as is the name
     * @param arguments JSON in the making; may be empty
     */
    record ToolCallPiece(int index, String id, String name, String arguments) implements ModelEvent {
        public ToolCallPiece {
            id = CleanText.of(id);
            name = CleanText.of(name);
            arguments = CleanText.of(arguments);
        }
    }

    /** How probable the tokens of the next text were: entries of {@code logprobs.content} in the chat-completions format. */
    record Logprobs(JsonArray tokens) implements ModelEvent {}

    /**
     * The model ended by itself; {@code reason} as in the chat-completions format: {@code stop}, {@code length}, … One that is
     * longer than any column for it is cut.
     */
    record Finished(String reason) implements ModelEvent {
        private static final int LONGEST = 32;

        public Finished {
            reason = CleanText.of(reason, LONGEST);
        }
    }

    /** The provider's own count; may come more than once, the last one holds. */
    record Counted(TokenUsage usage) implements ModelEvent {}

    /** The stream has ended in order; always the last event, and after it comes no other. */
    record End() implements ModelEvent {}

    /** Whether something is said by it. */
    default boolean isOutput() {
        return switch (this) {
            case Text text -> true;
            case Reasoning reasoning -> true;
            case ToolCallPiece piece -> true;
            case Logprobs logprobs -> false;
            case Finished finished -> false;
            case Counted counted -> false;
            case End end -> false;
        };
    }
}
