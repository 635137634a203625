package io.baton.provider.format;

import io.baton.model.CleanText;

/** Joins surrogate pairs that a provider split over two chunks; a lone surrogate becomes U+FFFD. */
final class SurrogateJoiner {
    private String held = "";

    /** Returns the text that is complete with {@code piece}; may be empty. */
    String add(String piece) {
        var text = held + piece;
        var halfAtEnd = !text.isEmpty() && Character.isHighSurrogate(text.charAt(text.length() - 1));
        var end = halfAtEnd ? text.length() - 1 : text.length();
        held = text.substring(end);
        return CleanText.of(text.substring(0, end));
    }

    /** Returns what was held back, at the end of the text. */
    String rest() {
        var rest = held;
        held = "";
        return CleanText.of(rest);
    }
}
