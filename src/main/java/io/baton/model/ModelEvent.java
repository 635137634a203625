package io.baton.model;

import jakarta.json.JsonArray;

/** The events of a model's reply, in order. Their text is storable ({@link CleanText}). */
public sealed interface ModelEvent {
    /** A piece of the answer; never empty, never ends within a surrogate pair. */
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
     * A piece of a tool call; all pieces of a call have the same index.
     *
     * @param id        empty after the first piece, as is the name
     * @param arguments partial JSON; may be empty
     */
    record ToolCallPiece(int index, String id, String name, String arguments) implements ModelEvent {
        public ToolCallPiece {
            id = CleanText.of(id);
            name = CleanText.of(name);
            arguments = CleanText.of(arguments);
        }
    }

    /** Log probabilities of the following text: entries of {@code logprobs.content} in the chat-completions format. */
    record Logprobs(JsonArray tokens) implements ModelEvent {}

    /**
     * The model finished; {@code reason} as in the chat-completions format: {@code stop}, {@code length}, … Truncated
     * to the length of its column.
     */
    record Finished(String reason) implements ModelEvent {
        private static final int LONGEST = 32;

        public Finished {
            reason = CleanText.of(reason, LONGEST);
        }
    }

    /** The usage reported by the provider; may occur more than once, the last one counts. */
    record Counted(TokenUsage usage) implements ModelEvent {}

    /** The stream ended regularly; always the last event. */
    record End() implements ModelEvent {}

    /** Whether this is output: text, reasoning or a tool call. */
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
