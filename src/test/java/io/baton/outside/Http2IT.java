package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.dev.TestServer;
import io.baton.testing.Api;
import io.baton.testing.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Clients that ask for HTTP/2 are served in HTTP/1.1, where a body can be refused before it is in memory. */
class Http2IT {
    private final Api user = Api.somebody();

    @Test
    void questionsAreTakenAndAnswersStreamed() throws Exception {
        try (var http = client()) {
            for (var turn = 1; turn <= 3; turn++) {
                var stored = http.send(asking("/api/chat/message", "Question " + turn), BodyHandlers.ofString());
                assertEquals(200, stored.statusCode(), stored.body());
                assertEquals(HttpClient.Version.HTTP_1_1, stored.version());
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

    @Test
    void whoBeginsWithHttp2IsNotUnderstood() throws IOException {
        try (var wire = Wire.open()) {
            var answer = wire.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0")
                    .rest();
            assertFalse(answer.startsWith("\0"), "settings of HTTP/2");
        }
    }

    private static HttpClient client() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    }

    private HttpRequest asking(String path, String question) {
        var body = Api.json(
                "message", question, "conversationId", UUID.randomUUID().toString());
        var request = HttpRequest.newBuilder(URI.create(TestServer.running().url() + path))
                .timeout(Await.ENOUGH)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()));
        user.headers().forEach(request::header);
        return request.build();
    }
}
