package io.baton.answer;

import io.baton.model.TokenEstimate;
import java.util.ArrayList;
import java.util.List;

/** The text of an answer so far, which model wrote which part, and how much of it is in the log. For one thread. */
public final class AnswerText {
    private final StringBuilder text = new StringBuilder();
    private final TokenEstimate tokens = new TokenEstimate();
    private final List<Span> spans = new ArrayList<>();
    private int taken;

    /** Where another model's {@code piece} begins: at the end, or at a character that it completes. UTF-16 offset. */
    public int startOf(String piece) {
        return Graphemes.startOfNext(text, piece);
    }

    /** @param from where the model's part begins: {@link #startOf} if another model wrote before, otherwise the end */
    public void append(String model, int from, String piece) {
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

    /** Takes the text that was not taken yet, without a last character that may still grow. */
    public String takeSettled() {
        return takeUpTo(Graphemes.settledLength(text));
    }

    /** Takes the text that was not taken yet, up to a UTF-16 offset. */
    public String takeUpTo(int offset) {
        if (offset <= taken) {
            return "";
        }
        var piece = text.substring(taken, offset);
        taken = offset;
        return piece;
    }
}
