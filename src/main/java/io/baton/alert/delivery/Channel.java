package io.baton.alert.delivery;

import io.baton.platform.Language;

/**
 * Where messages go.
 *
 * @param target the URL of a webhook, or mail addresses separated by commas
 * @param secret the key of the signature of a webhook; null: messages are not signed
 * @param least  the mildest level that is told
 */
record Channel(String name, Kind kind, String target, String secret, Language language, Level least, boolean enabled) {
    enum Kind {
        WEBHOOK,
        MAIL
    }

    enum Level {
        OPEN,
        WORSE
    }

    boolean wants(boolean severe) {
        return enabled && (severe || least == Level.OPEN);
    }

    /** Neither the path of a URL, which may be its secret, nor the key. */
    @Override
    public String toString() {
        return name + " (" + kind + ")";
    }
}
