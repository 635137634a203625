package io.baton.bench;

import io.baton.dev.TestNode;
import io.baton.dev.TestServer;
import jakarta.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A hundred streams at a time for {@code -Dminutes=} minutes, 30 % of which are stopped or left by their reader on the way.
 * Prints what the node holds as it goes: heap after a full collection, threads, descriptors, keys in Redis. Its exit code is 1
 * where one of them has grown by more than a quarter from the first third to the last.
 */
public final class Soak {
    private static final PrintStream OUT = System.out;
    private static final int STREAMS = 100;
    private static final int SAMPLES = 12;

    private final TestServer server =
            TestServer.start("soak", Map.of("CHAT_LOG_KEPT", "PT20S", "CHAT_UNREAD_GRACE", "PT2S"));
    private final TestNode node = server.node();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Crowd crowd = new Crowd(server.issuer());
    private final AtomicInteger whole = new AtomicInteger();
    private final AtomicInteger stopped = new AtomicInteger();
    private final AtomicInteger left = new AtomicInteger();
    private final AtomicInteger wrong = new AtomicInteger();
    private volatile boolean over;

    private Soak() {}

    public static void main(String[] arguments) {
        try {
            System.exit(new Soak().run(Duration.ofMinutes(Integer.getInteger("minutes", 30))) ? 0 : 1);
        } catch (Exception broken) {
            broken.printStackTrace(OUT);
            System.exit(1);
        }
    }

    private boolean run(Duration time) throws Exception {
        var samples = new ArrayList<Holdings>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < STREAMS; i++) {
                var random = new Random(i);
                var token = crowd.somebody();
                threads.execute(() -> {
                    while (!over) {
                        stream(random, token);
                    }
                });
            }
            TimeUnit.SECONDS.sleep(30);
            OUT.println("| after | heap, MB | threads | descriptors | Redis keys | answers |");
            OUT.println("|---|---|---|---|---|---|");
            for (var i = 1; i <= SAMPLES; i++) {
                TimeUnit.MILLISECONDS.sleep(time.toMillis() / SAMPLES);
                samples.add(Holdings.of(node, server));
                print(time.dividedBy(SAMPLES).multipliedBy(i), samples.getLast());
            }
            over = true;
        }
        OUT.printf(
                "answers: %d whole, %d stopped, %d left by their reader, %d wrong%n",
                whole.get(), stopped.get(), left.get(), wrong.get());
        var flat = Holdings.areFlat(samples);
        OUT.println(flat ? "Flat." : "NOT FLAT.");
        return flat && wrong.get() == 0;
    }

    private void print(Duration after, Holdings held) {
        OUT.printf(
                "| %d s | %.1f | %d | %d | %d | %d |%n",
                after.toSeconds(),
                held.heapKilobytes() / 1024.0,
                held.threads(),
                held.descriptors(),
                held.keys(),
                whole.get() + stopped.get() + left.get());
    }

    private void stream(Random random, String token) {
        var fate = random.nextInt(100);
        var turn = 1 + random.nextInt(40);
        var body = Json.createObjectBuilder()
                .add("message", "Soak " + UUID.randomUUID() + " [[tokens=60 first=20 delay=30]]")
                .add("totalContent", false)
                .build();
        var request = HttpRequest.newBuilder(URI.create(node.url() + "/api/chat/stream"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
                .build();
        try {
            var response = http.send(request, BodyHandlers.ofInputStream());
            try (var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                listen(lines, token, fate, turn);
            }
        } catch (IOException broken) {
            wrong.incrementAndGet();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** Of a hundred 15 stop the answer in their turn, and 15 go away. */
    private void listen(BufferedReader lines, String token, int fate, int turn)
            throws IOException, InterruptedException {
        var frames = 0;
        var id = "";
        var last = "";
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("id:")) {
                id = line.substring(3).strip().split(":")[0];
            } else if (line.startsWith("data:")) {
                frames++;
                last = line;
                if (frames == turn && fate < 15) {
                    left.incrementAndGet();
                    return;
                }
                if (frames == turn && fate < 30) {
                    stop(id, token);
                }
            }
        }
        (last.contains("\"finishReason\":\"stopped\"")
                        ? stopped
                        : last.contains("\"type\":\"complete\"") ? whole : wrong)
                .incrementAndGet();
    }

    private void stop(String answerId, String token) throws IOException, InterruptedException {
        http.send(
                HttpRequest.newBuilder(URI.create(node.url() + "/api/chat/answers/" + answerId))
                        .header("Authorization", "Bearer " + token)
                        .DELETE()
                        .build(),
                BodyHandlers.discarding());
    }
}
