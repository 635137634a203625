package io.baton.proof;

import io.baton.dev.TestServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;

/** Asks one question and reads its answer to the end, or stops it after its first word. */
final class Asker {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Pattern ANSWER = Pattern.compile("\"answerId\":\"([0-9a-f-]{36})\"");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Asker() {}

    /** How it went for the one who asked. */
    enum End {
        COMPLETE,
        FAILED,
        REFUSED,
        BROKEN_OFF
    }

    static End ask(Case question, String token) throws InterruptedException {
        var request = request("/api/chat/stream", token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(question.body()))
                .build();
        try {
            var response = HTTP.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                return response.statusCode() == 200 ? read(lines, question, token) : End.REFUSED;
            }
        } catch (IOException killed) {
            return End.BROKEN_OFF;
        }
    }

    private static End read(BufferedReader lines, Case question, String token)
            throws IOException, InterruptedException {
        String answer = null;
        var stopped = false;
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.contains("\"type\":\"start\"")) {
                var found = ANSWER.matcher(line);
                answer = found.find() ? found.group(1) : null;
            } else if (line.contains("\"type\":\"chunk\"") && question.isStopped() && !stopped) {
                stopped = true;
                stop(answer, token);
            } else if (line.contains("\"type\":\"complete\"")) {
                return End.COMPLETE;
            } else if (line.contains("\"type\":\"error\"")) {
                return End.FAILED;
            }
        }
        return End.BROKEN_OFF;
    }

    private static void stop(String answer, String token) throws IOException, InterruptedException {
        HTTP.send(
                request("/api/chat/answers/" + answer, token).DELETE().build(), HttpResponse.BodyHandlers.discarding());
    }

    private static HttpRequest.Builder request(String path, String token) {
        return HttpRequest.newBuilder(URI.create(TestServer.running().url() + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token);
    }
}
