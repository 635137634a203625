package io.baton.chat;

import io.baton.model.Outcome;

/** Writes what is said into the log, as `chunk` frames that part no character, with a `switch` where another model goes on. */
final class Telling {
    private final Speech speech;
    private final Scribe scribe;
    private String speaker;

    /** @param asked the model that the `start` frame has named */
    Telling(Speech speech, Scribe scribe, String asked) {
        this.speech = speech;
        this.scribe = scribe;
        this.speaker = asked;
    }

    /** @param cause why the one who spoke or was asked before no longer does; null: nobody was */
    void say(String model, Outcome cause, String piece) {
        var from = speech.length();
        if (!model.equals(speaker)) {
            from = speech.seam(piece);
            chunk(speech.tellUpTo(from));
            scribe.write(new Event.Switch(speaker, model, cause.code(), from));
            speaker = model;
        }
        speech.say(model, from, piece);
        chunk(speech.due());
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
