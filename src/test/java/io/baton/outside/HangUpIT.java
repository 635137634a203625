package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.dev.TestServer;
import io.baton.scripted.SeenRequest.Outcome;
import io.baton.testing.Api;
import io.baton.testing.Await;
import io.baton.testing.Database;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A caller of OpenAI's interface who has left stops the model, also while nothing can be written yet. */
class HangUpIT {
    private final Api user = Api.somebody();

    @ParameterizedTest
    @CsvSource({"true, false", "true, true", "false, false", "false, true"})
    void beforeTheFirstWord(boolean streamed, boolean reset) throws IOException {
        leave("first=15000 tokens=5", streamed, reset, 0, 1);
    }

    @Test
    void whileAWholeAnswerIsBeingMade() throws IOException {
        leave("first=0 delay=100 tokens=200", false, false, 3, 200);
    }

    @Test
    void whoStaysGetsTheAnswerHoweverLongTheFirstWordTakes() {
        var answer = Completion.of(user, Completion.asking(Providers.question("first=4000 tokens=3 delay=0")));
        assertEquals(
                Providers.numbered(3),
                answer.reply()
                        .with(200)
                        .json()
                        .getJsonArray("choices")
                        .getJsonObject(0)
                        .getJsonObject("message")
                        .getString("content"));
    }

    private void leave(String directives, boolean streamed, boolean reset, int afterTokens, int beforeTokens)
            throws IOException {
        var question = Providers.question(directives);
        try (var socket = ask(question, streamed)) {
            Await.until(
                    "the model is asked",
                    () -> Providers.saw(question),
                    seen -> !seen.isEmpty() && seen.getFirst().textTokens() >= afterTokens);
            if (reset) {
                socket.setSoLinger(true, 0);
            }
        }
        var seen = Await.until(
                "the provider is hung up on",
                () -> Providers.saw(question).getFirst(),
                request -> request.outcome() != Outcome.RUNNING);
        assertEquals(Outcome.HUNG_UP, seen.outcome());
        assertTrue(seen.textTokens() < beforeTokens, seen::toString);
        var answers = Await.until(
                "it is booked",
                () -> Database.rows(
                        "select state from answer where user_id = ? and ended_at is not null", user.userId()),
                found -> !found.isEmpty());
        assertEquals(List.of(Map.of("state", "stopped")), answers);
        var attempt = Database.row("select * from attempt where user_id = ?", user.userId());
        assertEquals("stopped", attempt.get("outcome"));
        assertTrue(((Number) attempt.get("input_tokens")).intValue() > 0, "what was sent is booked");
    }

    private Socket ask(String question, boolean streamed) throws IOException {
        var target = URI.create(TestServer.running().url());
        var body = Completion.asking(question).add("stream", streamed).build().toString();
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var socket = new Socket(target.getHost(), target.getPort());
        var head = "POST %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\n"
                .formatted(Completion.PATH, target.getAuthority(), user.token());
        var out = socket.getOutputStream();
        out.write((head + "Content-Length: " + bytes.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(bytes);
        out.flush();
        return socket;
    }
}
