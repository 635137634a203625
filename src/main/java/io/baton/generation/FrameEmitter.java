package io.baton.generation;

import io.baton.answer.AnswerText;
import io.baton.answer.Event;
import io.baton.answerlog.LogWriter;
import io.baton.model.Outcome;
import java.util.function.Consumer;

/** Writes a model's output into the log: {@code chunk} frames that split no character, and a {@code switch} frame before another model's. */
final class FrameEmitter {
    private final AnswerText answerText;
    private final LogWriter writer;
    private final boolean withDetails;
    private final Consumer<Outcome> onSwitch;
    private String model;

    /**
     * @param withDetails whether readers get more than the text
     * @param onSwitch    called with the cause of each {@code switch} frame
     * @param model       the model that the last {@code start} or {@code switch} frame has named
     */
    FrameEmitter(
            AnswerText answerText, LogWriter writer, boolean withDetails, Consumer<Outcome> onSwitch, String model) {
        this.answerText = answerText;
        this.writer = writer;
        this.withDetails = withDetails;
        this.onSwitch = onSwitch;
        this.model = model;
    }

    /** @param cause why the model before does not continue; null: there was none */
    void text(String from, Outcome cause, String piece) {
        var start = answerText.length();
        if (!from.equals(model)) {
            start = answerText.startOf(piece);
            switchTo(from, cause, start);
        }
        answerText.append(from, start, piece);
        chunk(answerText.takeSettled());
    }

    /** @param cause as above */
    void detail(String from, Outcome cause, Event.Detail detail) {
        if (!withDetails) {
            return;
        }
        flush();
        if (!from.equals(model)) {
            switchTo(from, cause, answerText.length());
        }
        writer.write(detail);
    }

    /** A refusal: a detail for readers that get details, text for all others. {@code cause} as above. */
    void refusal(String from, Outcome cause, String piece) {
        if (withDetails) {
            detail(from, cause, new Event.Refusal(piece));
        } else {
            text(from, cause, piece);
        }
    }

    /** Whether the answer is for a conversation, of which only text is kept. */
    boolean isTextOnly() {
        return !withDetails;
    }

    /** Whether the answer has any text so far. */
    boolean hasText() {
        return answerText.length() > 0;
    }

    private void switchTo(String to, Outcome cause, int at) {
        chunk(answerText.takeUpTo(at));
        writer.write(new Event.Switch(model, to, cause.code(), at));
        onSwitch.accept(cause);
        model = to;
    }

    /** Writes the characters that were held back. */
    void flush() {
        chunk(answerText.takeUpTo(answerText.length()));
    }

    private void chunk(String piece) {
        if (!piece.isEmpty()) {
            writer.write(new Event.Chunk(piece, answerText.tokens()));
        }
    }
}
