package io.baton.bench;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Asks one question and reads its answer to the end, however often the connection is cut: with an idempotency key until it
 * has the first frame, then with the id of the last one. Complains of every frame that is lost or comes twice.
 */
final class FaithfulReader {
    private static final Duration PATIENCE = Duration.ofSeconds(150);
    private static final int PAUSE_MILLIS = 250;
    private final HttpClient http;
    private final String asking;
    private final String url;
    private final String token;
    private final String body;
    private final String key = UUID.randomUUID().toString();
    private final Deque<Integer> cuts;
    private final Heard heard = new Heard();
    private String lastId = "";
    private volatile int last;
    private boolean over;
    private int connections;
    private String complaint = "";
    private long askedAt;
    private long heardAt;
    private Duration firstToken = Duration.ZERO;
    private Duration longestSilence = Duration.ZERO;

    /**
     * @param asking where the first connection goes
     * @param url    where all others go: to the load balancer
     * @param cuts after so many frames of each connection this reader cuts it, then not any more
     */
    FaithfulReader(HttpClient http, String asking, String url, String token, String question, List<Integer> cuts) {
        this.http = http;
        this.asking = asking;
        this.url = url;
        this.token = token;
        this.body = Json.createObjectBuilder()
                .add("message", question)
                .add("totalContent", false)
                .build()
                .toString();
        this.cuts = new ArrayDeque<>(cuts);
    }

    /** Blocks to the end, or until patience is. */
    FaithfulReader read() {
        askedAt = System.nanoTime();
        heardAt = askedAt;
        while (!over && complaint.isEmpty()) {
            if (System.nanoTime() - askedAt > PATIENCE.toNanos()) {
                complaint = "no end after " + PATIENCE.toSeconds() + " s and " + last + " frames";
                break;
            }
            try {
                connections++;
                connect();
            } catch (IOException cut) {
                pause();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }
        return this;
    }

    private void connect() throws IOException, InterruptedException {
        var response = http.send(request(), BodyHandlers.ofInputStream());
        try (var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            switch (response.statusCode()) {
                case 200 -> listen(lines);
                case 204 -> complaint = "204 before the end";
                case 429, 500, 502, 503, 504 -> pause();
                default -> complaint = "status " + response.statusCode() + ": " + lines.readLine();
            }
        }
        if (!over) {
            pause();
        }
    }

    private HttpRequest request() {
        var request =
                HttpRequest.newBuilder().timeout(Duration.ofSeconds(20)).header("Authorization", "Bearer " + token);
        return lastId.isEmpty()
                ? request.uri(URI.create((connections == 1 ? asking : url) + "/api/chat/stream"))
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", key)
                        .POST(BodyPublishers.ofString(body))
                        .build()
                : request.uri(URI.create(url + "/api/chat/answers/" + heard.answerId() + "/events?totalContent=false"))
                        .header("Last-Event-ID", lastId)
                        .GET()
                        .build();
    }

    /** Reads until the end, the cut that is due, or one that is not ours. */
    private void listen(BufferedReader lines) throws IOException {
        var left = cuts.isEmpty() ? Integer.MAX_VALUE : cuts.poll();
        var id = "";
        for (var line = lines.readLine(); line != null && left > 0 && !over; line = lines.readLine()) {
            if (line.startsWith("id:")) {
                id = line.substring(3).strip();
            } else if (line.startsWith("data:")) {
                take(id, line.substring(5).strip());
                left--;
            }
        }
    }

    private void take(String id, String data) {
        var now = System.nanoTime();
        longestSilence = longer(longestSilence, Duration.ofNanos(now - heardAt));
        heardAt = now;
        var frame = parse(data);
        if (id.startsWith("end:")) {
            complaint = "error " + frame.getJsonObject("data").getString("code") + " after " + last + " frames";
            return;
        }
        var n = Integer.parseInt(id.substring(id.lastIndexOf('.') + 1));
        if (n != last + 1) {
            complaint = "frame " + n + " after " + last;
            return;
        }
        last = n;
        lastId = id;
        if (frame.getString("type").equals("chunk") && firstToken.isZero()) {
            firstToken = Duration.ofNanos(now - askedAt);
        }
        heard.take(data);
        over = List.of("complete", "error").contains(frame.getString("type"));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static JsonObject parse(String json) {
        try (var reader = Json.createReader(new StringReader(json))) {
            return reader.readObject();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** What is wrong with the answer, if it should be {@code text}; empty: nothing. */
    String complaint(String text) {
        return complaint.isEmpty() ? heard.complaint(text) : complaint;
    }

    Heard heard() {
        return heard;
    }

    /** How many frames have come; may be asked by any thread. */
    int frames() {
        return last;
    }

    /** Of the last frame; 0: there was none. */
    int epoch() {
        return lastId.isEmpty()
                ? 0
                : Integer.parseInt(lastId.substring(lastId.indexOf(':') + 1, lastId.lastIndexOf('.')));
    }

    int connections() {
        return connections;
    }

    Duration firstToken() {
        return firstToken;
    }

    Duration longestSilence() {
        return longestSilence;
    }
}
