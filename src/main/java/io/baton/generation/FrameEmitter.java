package io.baton.generation;

import io.baton.answer.AnswerText;
import io.baton.answer.Event;
import io.baton.answerlog.LogWriter;
import io.baton.model.Outcome;

/** Writes what is said into the log, as `chunk` frames that part no character, with a `switch` where another model goes on. */
final class FrameEmitter {
    private final AnswerText answerText;
    private final LogWriter writer;
    private final boolean withDetails;
    private String speaker;

    /**
     * @param withDetails whether readers get more than the text
     * @param asked       the model that the `start` frame has named
     */
    FrameEmitter(AnswerText answerText, LogWriter writer, boolean withDetails, String asked) {
        this.withDetails = withDetails;
        this.answerText = answerText;
        this.writer = writer;
        this.speaker = asked;
    }

    /** @param cause why the one who spoke or was asked before no longer does; null: nobody was */
    void say(String model, Outcome cause, String piece) {
        var from = answerText.length();
        if (!model.equals(speaker)) {
            from = answerText.trimmer(piece);
            pass(model, cause, from);
        }
        answerText.say(model, from, piece);
        chunk(answerText.due());
    }

    /** Something else than text. */
    void tell(String model, Outcome cause, Event.Detail detail) {
        if (!withDetails) {
            return;
        }
        chunk(answerText.tellUpTo(answerText.length()));
        if (!model.equals(speaker)) {
            pass(model, cause, answerText.length());
        }
        writer.write(detail);
    }

    private void pass(String model, Outcome cause, int from) {
        chunk(answerText.tellUpTo(from));
        writer.write(new Event.Switch(speaker, model, cause.code(), from));
        speaker = model;
    }

    /** Writes what was held back, since nothing more comes. */
    void rest() {
        chunk(answerText.tellUpTo(answerText.length()));
    }

    private void chunk(String piece) {
        if (!piece.isEmpty()) {
            writer.write(new Event.Chunk(piece, answerText.tokens()));
        }
    }
}
