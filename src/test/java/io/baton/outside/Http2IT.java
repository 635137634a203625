package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.dev.TestServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Clients that speak HTTP/2 without TLS: the first request asks for the upgrade, the next are on the same connection. */
class Http2IT {
    private final Api user = Api.somebody();

    @Test
    void questionsAreTakenAndAnswersStreamed() throws Exception {
        try (var http = client()) {
            for (var turn = 1; turn <= 3; turn++) {
                var stored = http.send(asking("/api/chat/message", "Question " + turn), BodyHandlers.ofString());
                assertEquals(200, stored.statusCode(), stored.body());
                var answer = http.send(asking("/api/chat/stream", "Another " + turn), BodyHandlers.ofString());
                assertEquals(200, answer.statusCode(), answer.body());
                assertTrue(answer.body().contains("\"type\":\"complete\""), answer.body());
            }
        }
    }

    @Test
    void aBodyThatIsTooLongIsStillRefused() throws Exception {
        try (var http = client()) {
            var refused = http.send(asking("/api/chat/message", "x".repeat(300_000)), BodyHandlers.ofString());
            assertEquals(413, refused.statusCode(), refused.body());
        }
    }

    private static HttpClient client() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    }

    private HttpRequest asking(String path, String question) {
        var body = Api.json(
                "message", question, "conversationId", UUID.randomUUID().toString());
        var request = HttpRequest.newBuilder(URI.create(TestServer.running().url() + path))
                .timeout(Patience.ENOUGH)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()));
        user.headers().forEach(request::header);
        return request.build();
    }
}
