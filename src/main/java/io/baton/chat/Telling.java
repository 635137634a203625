package io.baton.chat;

import io.baton.model.Outcome;

/** Writes what is said into the log, as `chunk` frames that part no character, with a `switch` where another model goes on. */
final class Telling {
    private final Speech speech;
    private final Scribe scribe;
    private final boolean withDetails;
    private String speaker;

    /**
     * @param withDetails whether readers get more than the text
     * @param asked       the model that the `start` frame has named
     */
    Telling(Speech speech, Scribe scribe, boolean withDetails, String asked) {
        this.withDetails = withDetails;
        this.speech = speech;
        this.scribe = scribe;
        this.speaker = asked;
    }

    /** @param cause why the one who spoke or was asked before no longer does; null: nobody was */
    void say(String model, Outcome cause, String piece) {
        var from = speech.length();
        if (!model.equals(speaker)) {
            from = speech.seam(piece);
            pass(model, cause, from);
        }
        speech.say(model, from, piece);
        chunk(speech.due());
    }

    /** Something else than text. */
    void tell(String model, Outcome cause, Event.Detail detail) {
        if (!withDetails) {
            return;
        }
        chunk(speech.tellUpTo(speech.length()));
        if (!model.equals(speaker)) {
            pass(model, cause, speech.length());
        }
        scribe.write(detail);
    }

    private void pass(String model, Outcome cause, int from) {
        chunk(speech.tellUpTo(from));
        scribe.write(new Event.Switch(speaker, model, cause.code(), from));
        speaker = model;
    }

    /** Writes what was held back, since nothing more comes. */
    void rest() {
        chunk(speech.tellUpTo(speech.length()));
    }

    private void chunk(String piece) {
        if (!piece.isEmpty()) {
            scribe.write(new Event.Chunk(piece, speech.tokens()));
        }
    }
}
