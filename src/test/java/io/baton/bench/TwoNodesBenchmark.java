package io.baton.bench;

import io.baton.dev.TestNode;
import io.baton.dev.TestServer;
import io.baton.testing.Api;
import io.baton.testing.EventReader;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * What it costs that an answer is another node's: how much later a reader there gets each frame, what readers cost Redis and
 * PostgreSQL while nothing is said, how long a provider speaks on after its answer was stopped there, and how long readers wait
 * when the owner is killed. {@code -Dpart=} chooses one of these. Prints a report.
 */
public final class TwoNodesBenchmark {
    private static final PrintStream OUT = System.out;
    private static final String ASKING = "/api/chat/stream";
    private static final int STREAMS = 50;
    private static final int MANY = Integer.getInteger("two-nodes.readers", 1_000);
    private static final int STOPS = 100;
    private static final int READERS_PER_KILL = 5;
    private final TestServer server = TestServer.start(
            "two-nodes",
            Map.of(
                    "QWEN_MP_REST_READTIMEOUT", "300000",
                    "ROUTING_PACE_CHARACTERS_PER_SECOND", "0",
                    "CHAT_ANSWER_TIME", "PT10M"));
    private final TestNode owner = server.node();
    private final TestNode other = server.anotherNode(Map.of());
    private final Crowd crowd = new Crowd(server.issuer());

    private TwoNodesBenchmark() {}

    /** One stream: the arrival of each frame by its id, in nanoseconds. */
    private record Arrivals(
            Map<String, Long> byId, CompletableFuture<String> answer, CompletableFuture<Long> takenOver) {
        Arrivals() {
            this(new ConcurrentHashMap<>(), new CompletableFuture<>(), new CompletableFuture<>());
        }

        void take(String id) {
            var now = System.nanoTime();
            byId.put(id, now);
            answer.complete(id.split(":")[0]);
            if (!id.contains(":1.")) {
                takenOver.complete(now);
            }
        }
    }

    public static void main(String[] arguments) {
        try {
            var benchmark = new TwoNodesBenchmark();
            var part = System.getProperty("part", "all");
            benchmark.lag(STREAMS, "tokens=100 first=200 delay=30");
            OUT.println("(that was to warm up)");
            if (List.of("all", "lag").contains(part)) {
                benchmark.lag(STREAMS, "tokens=100 first=200 delay=30");
                SharedCost.during("no readers", benchmark.server, OUT);
                benchmark.silence();
                benchmark.lag(MANY, "tokens=20 first=3000 delay=2000");
            }
            if (List.of("all", "stops").contains(part)) {
                benchmark.stops("before the first token", "first=15000");
                benchmark.stops("in mid-word", "tokens=2000 first=0 delay=10");
            }
            if (List.of("all", "kills").contains(part)) {
                benchmark.kills(Integer.getInteger("kills", 30));
            }
            System.exit(0);
        } catch (Exception broken) {
            broken.printStackTrace(OUT);
            System.exit(1);
        }
    }

    private void lag(int streams, String directives) throws Exception {
        var later = new ConcurrentLinkedQueue<Double>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < streams; i++) {
                threads.submit(() -> compare(directives, later));
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
        OUT.printf(
                "%d streams (%s), each read on both nodes: frames come later to the other one's reader by %s%n",
                streams, directives, percentiles(later));
    }

    /** Answers that say one word and then nothing for long, each read on the other node only. */
    private void silence() throws Exception {
        var user = somebody();
        var answers = new ConcurrentLinkedQueue<String>();
        var reading = new Semaphore(0);
        var starting = new Semaphore(30);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < MANY; i++) {
                starting.acquire();
                threads.submit(() -> {
                    try (var asked = stream(user, "POST", ASKING, question("tokens=2 first=0 delay=290000"))) {
                        var answer = asked.next().orElseThrow().id().split(":")[0];
                        answers.add(answer);
                        threads.submit(() -> readOn(user, answer, reading));
                        asked.next();
                    } finally {
                        starting.release();
                    }
                    return null;
                });
            }
            reading.acquire(MANY);
            TimeUnit.SECONDS.sleep(12);
            SharedCost.during(MANY + " readers on the other node, all silent", server, OUT);
            answers.forEach(answer -> user.delete("/api/chat/answers/" + answer));
        }
    }

    private Void readOn(Api user, String answer, Semaphore reading) throws Exception {
        try (var events = stream(
                user.at(other.url()), "GET", "/api/chat/answers/" + answer + "/events?totalContent=false", null)) {
            events.next();
            events.next();
            reading.release();
            while (events.next().isPresent()) {
                // until it is stopped
            }
        }
        return null;
    }

    private static EventReader stream(Api user, String method, String path, JsonObject body)
            throws IOException, InterruptedException {
        return new EventReader(user.begin(method, path, body).body());
    }

    private Void compare(String directives, ConcurrentLinkedQueue<Double> later) throws Exception {
        var user = somebody();
        var here = new Arrivals();
        var there = new Arrivals();
        var asking = CompletableFuture.runAsync(() -> read(user, "POST", ASKING, question(directives), here));
        var answer = here.answer().get();
        var events = "/api/chat/answers/" + answer + "/events?totalContent=false";
        read(user.at(other.url()), "GET", events, null, there);
        asking.get();
        var connected =
                there.byId().values().stream().mapToLong(Long::longValue).min().orElseThrow();
        here.byId().forEach((id, at) -> {
            if (at > connected) {
                later.add((there.byId().get(id) - at) / 1e6);
            }
        });
        return null;
    }

    private void stops(String when, String directives) throws Exception {
        server.scripted().clearRequests();
        var stoppedAt = new ConcurrentHashMap<String, Instant>();
        for (var i = 0; i < STOPS; i++) {
            var user = somebody();
            var arrivals = new Arrivals();
            var asking = CompletableFuture.runAsync(() -> read(user, "POST", ASKING, question(directives), arrivals));
            var answer = arrivals.answer().get();
            TimeUnit.MILLISECONDS.sleep(100);
            var now = Instant.now();
            user.at(other.url()).delete("/api/chat/answers/" + answer);
            stoppedAt.put(answer, now);
            asking.get();
        }
        var took = new ArrayList<Double>();
        var stops = stoppedAt.values().stream().sorted().toList();
        var ended = server.scripted().requests().stream()
                .map(seen -> seen.endedAt())
                .filter(java.util.Objects::nonNull)
                .sorted()
                .toList();
        for (var i = 0; i < stops.size(); i++) {
            took.add(Duration.between(stops.get(i), ended.get(i)).toNanos() / 1e6);
        }
        OUT.printf(
                "%d stops on the other node %s: the provider is hung up on after %s%n", STOPS, when, percentiles(took));
    }

    /** From the moment before the owner is killed to the first frame of the next owner, at readers that were there before. */
    private void kills(int kills) throws Exception {
        var waits = new ConcurrentLinkedQueue<Double>();
        for (var i = 0; i < kills; i++) {
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var readers = new ArrayList<Arrivals>();
                for (var reader = 0; reader < READERS_PER_KILL; reader++) {
                    readers.add(readThere(threads));
                }
                var killedAt = System.nanoTime();
                owner.kill();
                for (var reader : readers) {
                    waits.add((reader.takenOver().get(1, TimeUnit.MINUTES) - killedAt) / 1e6);
                }
                owner.startAgain();
            }
        }
        OUT.printf(
                "%d kills of the owner, %d readers each on the other node: the first frame of the new owner comes after %s%n",
                kills, READERS_PER_KILL, percentiles(waits));
    }

    /** An answer of the owner that is read on the other node, and has begun there. */
    private Arrivals readThere(ExecutorService threads) throws Exception {
        var user = somebody();
        var here = new Arrivals();
        var there = new Arrivals();
        threads.execute(() -> {
            try {
                read(user, "POST", ASKING, question("tokens=150 first=0 delay=50"), here);
            } catch (IllegalStateException killed) {
                // as is meant
            }
        });
        var events = "/api/chat/answers/" + here.answer().get() + "/events?totalContent=false";
        threads.execute(() -> read(user.at(other.url()), "GET", events, null, there));
        there.answer().get();
        return there;
    }

    private Api somebody() {
        return Api.bearing(crowd.somebody(), owner.url());
    }

    private static JsonObject question(String directives) {
        return Json.createObjectBuilder()
                .add("message", "Question " + UUID.randomUUID() + " [[" + directives + "]]")
                .add("totalContent", false)
                .build();
    }

    /** @param body null: none */
    private static void read(Api user, String method, String path, JsonObject body, Arrivals arrivals) {
        try (var events = new EventReader(user.begin(method, path, body).body())) {
            for (var next = events.next(); next.isPresent(); next = events.next()) {
                arrivals.take(next.get().id());
            }
        } catch (IOException | InterruptedException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static String percentiles(java.util.Collection<Double> millis) {
        var sorted = millis.stream().sorted().toList();
        return "p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, most %.1f ms (%d)"
                .formatted(
                        sorted.get(sorted.size() / 2),
                        sorted.get(sorted.size() * 95 / 100),
                        sorted.get(sorted.size() * 99 / 100),
                        sorted.getLast(),
                        sorted.size());
    }
}
