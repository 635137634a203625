package io.baton.chat;

import io.baton.model.TokenEstimate;
import java.util.ArrayList;
import java.util.List;

/** What has been said so far, and by whom. */
final class Speech {
    private final StringBuilder text = new StringBuilder();
    private final TokenEstimate tokens = new TokenEstimate();
    private final List<Span> spans = new ArrayList<>();

    void say(String model, String piece) {
        var from = text.length();
        text.append(piece);
        tokens.add(piece);
        if (!spans.isEmpty() && spans.getLast().model().equals(model)) {
            from = spans.removeLast().from();
        }
        spans.add(new Span(model, from, text.length()));
    }

    /** UTF-16 characters. */
    int length() {
        return text.length();
    }

    /** Estimated. */
    int tokens() {
        return tokens.tokens();
    }

    String text() {
        return text.toString();
    }

    List<Span> spans() {
        return List.copyOf(spans);
    }
}
