package io.baton.answer;

import java.lang.Character.UnicodeScript;
import java.text.BreakIterator;
import java.util.Locale;

/** Where a text may be split: never inside a character as readers see it (Unicode's extended grapheme clusters). */
public final class Graphemes {
    /** The longest cluster in a real text; UTF-16 characters. */
    private static final int LONGEST = 64;

    private Graphemes() {}

    /** The length of the part of a growing text that will not change: its whole length, or less by its last cluster. */
    static int settledLength(CharSequence text) {
        return text.isEmpty() || !mayGrow(Character.codePointBefore(text, text.length()))
                ? text.length()
                : startOfLast(text);
    }

    /** Where {@code next} begins if it is appended to a text: at its end, or at the cluster that it completes. */
    static int startOfNext(CharSequence text, String next) {
        var from = Math.max(0, text.length() - LONGEST);
        var joined = text.subSequence(from, text.length()) + next.substring(0, Math.min(next.length(), LONGEST));
        var clusters = clustersOf(joined);
        var end = text.length() - from;
        return from + (end == 0 || clusters.isBoundary(end) ? end : clusters.preceding(end));
    }

    /** The last offset at or before {@code at} where a text may be split. */
    public static int boundary(String text, int at) {
        var from = Math.max(0, at - LONGEST);
        var window = text.substring(from, Math.min(text.length(), at + LONGEST));
        var clusters = clustersOf(window);
        var within = at - from;
        return within >= window.length() || clusters.isBoundary(within) ? at : from + clusters.preceding(within);
    }

    private static int startOfLast(CharSequence text) {
        var from = Math.max(0, text.length() - LONGEST);
        var clusters = clustersOf(text.subSequence(from, text.length()).toString());
        clusters.last();
        var start = clusters.previous();
        return start == 0 && from > 0 ? text.length() : from + start;
    }

    /**
     * Whether the next character may belong to the same cluster in ordinary text. Latin letters and ideographs take marks too
     * rarely to hold each last one back.
     */
    private static boolean mayGrow(int codePoint) {
        if (codePoint < 0x80) {
            return codePoint == '\r';
        }
        return switch (Character.getType(codePoint)) {
            case Character.SPACE_SEPARATOR,
                    Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION,
                    Character.CURRENCY_SYMBOL -> false;
            default ->
                switch (UnicodeScript.of(codePoint)) {
                    case LATIN, HAN, HIRAGANA, KATAKANA, BOPOMOFO -> false;
                    default -> true;
                };
        };
    }

    private static BreakIterator clustersOf(String text) {
        var clusters = BreakIterator.getCharacterInstance(Locale.ROOT);
        clusters.setText(text);
        return clusters;
    }
}
