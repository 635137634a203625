package io.baton.answer;

import io.baton.model.TokenEstimate;
import java.util.ArrayList;
import java.util.List;

/** What has been said so far, by whom, and how much of it readers may be told. */
public final class AnswerText {
    private final StringBuilder text = new StringBuilder();
    private final TokenEstimate tokens = new TokenEstimate();
    private final List<Span> spans = new ArrayList<>();
    private int told;

    /** Where {@code piece} would begin if another model said it: at the end, or with a character that it completes. */
    public int trimmer(String piece) {
        return Graphemes.trimmer(text, piece);
    }

    /** @param from where the model begins, by {@link #trimmer}, if another one spoke before */
    public void say(String model, int from, String piece) {
        text.append(piece);
        tokens.add(piece);
        while (!spans.isEmpty() && spans.getLast().to() > from) {
            var last = spans.removeLast();
            if (last.from() < from) {
                spans.add(new Span(last.model(), last.from(), from));
            }
        }
        var begin = !spans.isEmpty() && spans.getLast().model().equals(model)
                ? spans.removeLast().from()
                : from;
        spans.add(new Span(model, begin, text.length()));
    }

    /** UTF-16 characters. */
    public int length() {
        return text.length();
    }

    /** Estimated. */
    public int tokens() {
        return tokens.tokens();
    }

    public String text() {
        return text.toString();
    }

    public List<Span> spans() {
        return List.copyOf(spans);
    }

    /** What has not been told yet and can be: all but a last character that may still be growing. */
    public String due() {
        return tellUpTo(Graphemes.settled(text));
    }

    /** What has not been told yet, up to an offset. */
    public String tellUpTo(int offset) {
        if (offset <= told) {
            return "";
        }
        var piece = text.substring(told, offset);
        told = offset;
        return piece;
    }
}
