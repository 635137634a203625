package io.baton.model;

import jakarta.json.JsonArray;

/** The events of a model's reply, in order. Their text is storable ({@link CleanText}). */
public sealed interface ModelEvent {
    /** The length of the column of finish reasons. */
    int LONGEST_WORD = 64;

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

    /** A piece of the words with which the model refuses to answer; never empty. */
    record Refusal(String text) implements ModelEvent {
        public Refusal {
            text = CleanText.of(text);
        }
    }

    /**
     * A piece of a tool call; all pieces of a call have the same index. Indexes begin at 0 and have no gaps.
     *
     * @param id        of the first piece never empty, and unique within the reply; empty afterwards, as is the name
     * @param arguments partial JSON; may be empty. All pieces together are a JSON text
     * @param extra     a JSON object with further members of the call, which the provider needs back; empty if none
     */
    record ToolCallPiece(int index, String id, String name, String arguments, String extra) implements ModelEvent {
        public ToolCallPiece {
            id = CleanText.of(id);
            name = CleanText.of(name);
            arguments = CleanText.of(arguments);
            extra = CleanText.of(extra);
        }

        /** Of all its texts, in characters. */
        public int length() {
            return id.length() + name.length() + arguments.length() + extra.length();
        }
    }

    /** Log probabilities of the following text: entries of {@code logprobs.content} in the chat-completions format. */
    record Logprobs(JsonArray tokens) implements ModelEvent {}

    /**
     * The model finished.
     *
     * @param word the provider's own word for it, for the ledger; empty if it ended without one
     */
    record Finished(FinishReason reason, String word) implements ModelEvent {
        public Finished {
            word = CleanText.of(word, LONGEST_WORD);
        }
    }

    /**
     * The model's finish reason says that it failed. {@link ModelStream.Broken} follows, after further counts.
     *
     * @param word the provider's own word for it
     */
    record Failed(String word) implements ModelEvent {
        public Failed {
            word = CleanText.of(word, LONGEST_WORD);
        }
    }

    /** The usage reported by the provider; may occur more than once, the last one counts. */
    record Counted(TokenUsage usage) implements ModelEvent {}

    /**
     * The output repeats another answer, and no request was sent; may occur more than once, the last one counts.
     *
     * @param saved what that answer had cost; null: not known
     */
    record Repeated(Money saved) implements ModelEvent {}

    /** The stream ended regularly; always the last event. */
    record End() implements ModelEvent {}

    /** Whether this is output: text, reasoning, a refusal or a tool call. */
    default boolean isOutput() {
        return switch (this) {
            case Text text -> true;
            case Reasoning reasoning -> true;
            case Refusal refusal -> true;
            case ToolCallPiece piece -> true;
            case Logprobs logprobs -> false;
            case Finished finished -> false;
            case Failed failed -> false;
            case Counted counted -> false;
            case Repeated repeated -> false;
            case End end -> false;
        };
    }
}
