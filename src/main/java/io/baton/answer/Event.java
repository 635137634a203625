package io.baton.answer;

import io.baton.model.Money;
import io.baton.model.TokenUsage;
import java.util.List;
import java.util.UUID;

/** An event in an answer's log. Wire formats are made from events and are never stored. */
public sealed interface Event {
    /** The answer has started; there is no output yet. {@code reason}: why it is not the asked model; null: it is. */
    record Start(String model, UUID messageId, String reason) implements Event {}

    /** More of the text. {@code tokens}: output tokens so far, estimated. */
    record Chunk(String content, int tokens) implements Event {}

    /** Only for readers of answers without a conversation, under {@code /v1}; {@code SseFormat} refuses it. */
    sealed interface Detail extends Event {}

    /** More of the model's reasoning. */
    record Reasoning(String content) implements Detail {}

    /** More of the words with which the model refuses to answer. Readers of a conversation get them as text. */
    record Refusal(String content) implements Detail {}

    /**
     * A piece of a tool call; {@code id} and {@code name} are empty after the call's first.
     *
     * @param extra a JSON object with further members of the call, which its provider needs back; may be empty
     */
    record ToolCall(int index, String id, String name, String arguments, String extra) implements Detail {}

    /** The probabilities of the tokens of the following text; a JSON array. */
    record Logprobs(String tokens) implements Detail {}

    /** Another model continues at UTF-16 offset {@code at} of the text. */
    record Switch(String from, String to, String reason, int at) implements Event {}

    /**
     * The answer is complete and stored.
     *
     * @param usage        of all attempts together
     * @param cost         of all attempts together; null: a price is not known
     * @param finishReason a code of {@link io.baton.model.FinishReason}, or {@code stopped}
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

    /** The answer has failed; its text so far is stored. */
    record Failed(ErrorCode code) implements Event {}

    /** The answer has ended, but can't be stored yet. It will be stored with this outcome. */
    record NotStoredYet(AnswerOutcome outcome) implements Event {}

    /** The length of its texts, in UTF-16 characters. */
    default int length() {
        return switch (this) {
            case Chunk chunk -> chunk.content().length();
            case Reasoning reasoning -> reasoning.content().length();
            case Refusal refusal -> refusal.content().length();
            case ToolCall call ->
                call.id().length()
                        + call.name().length()
                        + call.arguments().length()
                        + call.extra().length();
            case Logprobs logprobs -> logprobs.tokens().length();
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
