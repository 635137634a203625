package io.baton.bench;

import io.baton.dev.TestNode;
import io.baton.dev.TestServer;
import io.baton.testing.Api;
import io.baton.testing.EventReader;
import jakarta.json.Json;
import java.io.IOException;
import java.io.PrintStream;
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
                var user = Api.bearing(crowd.somebody(), node.url());
                threads.execute(() -> {
                    while (!over) {
                        stream(random, user);
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

    private void stream(Random random, Api user) {
        var fate = random.nextInt(100);
        var turn = 1 + random.nextInt(40);
        var body = Json.createObjectBuilder()
                .add("message", "Soak " + UUID.randomUUID() + " [[tokens=60 first=20 delay=30]]")
                .add("totalContent", false)
                .build();
        try (var events =
                new EventReader(user.begin("POST", "/api/chat/stream", body).body())) {
            listen(events, user, fate, turn);
        } catch (IOException broken) {
            wrong.incrementAndGet();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** Of a hundred 15 stop the answer in their turn, and 15 go away. */
    private void listen(EventReader events, Api user, int fate, int turn) throws IOException, InterruptedException {
        var frames = 0;
        var last = "";
        for (var next = events.next(); next.isPresent(); next = events.next()) {
            frames++;
            last = next.get().data();
            if (frames == turn && fate < 15) {
                left.incrementAndGet();
                return;
            }
            if (frames == turn && fate < 30) {
                stop(next.get().id().split(":")[0], user);
            }
        }
        (last.contains("\"finishReason\":\"stopped\"")
                        ? stopped
                        : last.contains("\"type\":\"complete\"") ? whole : wrong)
                .incrementAndGet();
    }

    private static void stop(String answerId, Api user) throws IOException, InterruptedException {
        user.begin("DELETE", "/api/chat/answers/" + answerId, null).body().close();
    }
}
