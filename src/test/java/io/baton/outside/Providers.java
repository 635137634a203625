package io.baton.outside;

import io.baton.dev.TestServer;
import io.baton.scripted.ScriptedProvider;
import io.baton.scripted.SeenRequest;
import java.util.List;
import java.util.UUID;

/** The scripted providers, as they saw the questions of one test. */
final class Providers {
    private static final int BEGINNING = "Question ".length() + 36;

    private Providers() {}

    /** A question that no other test asks, with directives for the providers. */
    static String question(String directives) {
        return "Question " + UUID.randomUUID() + " [[" + directives + "]]";
    }

    /** A question whose answer is numbered tokens, at once. */
    static String quick(int tokens) {
        return question("tokens=" + tokens + " first=0 delay=0");
    }

    /** What {@link #quick} is answered with. */
    static String numbered(int tokens) {
        var text = new StringBuilder();
        for (var i = 1; i <= tokens; i++) {
            text.append("t").append(i).append(' ');
        }
        return text.toString();
    }

    /** The requests that were made for such a question, oldest first; Gemma gets the system prompt before it. */
    static List<SeenRequest> saw(String question) {
        var beginning = question.substring(0, Math.min(question.length(), BEGINNING));
        return scripted().requests().stream()
                .filter(request -> request.lastUserMessage().contains(beginning))
                .toList();
    }

    static ScriptedProvider scripted() {
        return TestServer.running().scripted();
    }
}
