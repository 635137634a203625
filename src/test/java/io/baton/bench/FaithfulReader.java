package io.baton.bench;

import io.baton.testing.Api;
import io.baton.testing.EventReader;
import io.baton.testing.Frame;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
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
    private final Api asking;
    private final Api others;
    private final JsonObject body;
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
     * @param others where all others go: to the load balancer
     * @param cuts   after so many frames of each connection this reader cuts it, then not any more
     */
    FaithfulReader(Api asking, Api others, String question, List<Integer> cuts) {
        this.asking = asking;
        this.others = others;
        body = Json.createObjectBuilder()
                .add("message", question)
                .add("totalContent", false)
                .build();
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
        var response = lastId.isEmpty() ? ask() : goOn();
        try (var events = new EventReader(response.body())) {
            switch (response.statusCode()) {
                case 200 -> listen(events);
                case 204 -> complaint = "204 before the end";
                case 429, 500, 502, 503, 504 -> pause();
                default -> complaint = "status " + response.statusCode();
            }
        }
        if (!over) {
            pause();
        }
    }

    private HttpResponse<InputStream> ask() throws IOException, InterruptedException {
        var there = connections == 1 ? asking : others;
        return there.with("Idempotency-Key", key).begin("POST", "/api/chat/stream", body);
    }

    private HttpResponse<InputStream> goOn() throws IOException, InterruptedException {
        var events = "/api/chat/answers/" + heard.answerId() + "/events?totalContent=false";
        return others.with("Last-Event-ID", lastId).begin("GET", events, null);
    }

    /** Reads until the end, the cut that is due, or one that is not ours. */
    private void listen(EventReader events) throws IOException {
        var left = cuts.isEmpty() ? Integer.MAX_VALUE : cuts.poll();
        for (var next = events.next(); next.isPresent() && left > 0 && !over; next = events.next()) {
            take(next.get());
            left--;
        }
    }

    private void take(Frame frame) {
        var now = System.nanoTime();
        longestSilence = longer(longestSilence, Duration.ofNanos(now - heardAt));
        heardAt = now;
        if (frame.id().startsWith("end:")) {
            complaint = "error " + frame.content().getString("code") + " after " + last + " frames";
            return;
        }
        var n = Integer.parseInt(frame.id().substring(frame.id().lastIndexOf('.') + 1));
        if (n != last + 1) {
            complaint = "frame " + n + " after " + last;
            return;
        }
        last = n;
        lastId = frame.id();
        if (frame.type().equals("chunk") && firstToken.isZero()) {
            firstToken = Duration.ofNanos(now - askedAt);
        }
        heard.take(frame.data());
        over = frame.isTerminal();
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
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
