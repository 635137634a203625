package io.baton.provider.wire;

import io.baton.model.CleanText;

/** Joins a surrogate pair that a provider split over two chunks; half a pair whose other half never comes is U+FFFD. */
final class SurrogateJoiner {
    private String held = "";

    /** The text that is whole with {@code piece}; may be empty. */
    String add(String piece) {
        var text = held + piece;
        var halfAtEnd = !text.isEmpty() && Character.isHighSurrogate(text.charAt(text.length() - 1));
        var end = halfAtEnd ? text.length() - 1 : text.length();
        held = text.substring(end);
        return CleanText.of(text.substring(0, end));
    }

    /** What was held back, now that nothing more comes. */
    String rest() {
        var rest = held;
        held = "";
        return CleanText.of(rest);
    }
}
