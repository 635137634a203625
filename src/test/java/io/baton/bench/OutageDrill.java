package io.baton.bench;

import io.baton.dev.Balancer;
import io.baton.dev.TestNode;
import io.baton.dev.TestServer;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientPauseMode;

/**
 * Two nodes behind a load balancer, and readers that come back: kills, pauses and cuts whatever an answer lives on, and
 * counts what its readers and the books notice. {@code -Ddrill=} chooses one of the cases. Its exit code is 1 where an
 * answer was lost, parted or booked wrongly.
 */
public final class OutageDrill {
    private static final PrintStream OUT = System.out;
    private static final int TOKENS = 200;
    private final TestServer server = TestServer.start("outage-drill", Map.of("CHAT_UNREAD_GRACE", "PT60S"));
    private final List<TestNode> nodes = List.of(server.node(), server.anotherNode(Map.of()));
    private final Balancer balancer = server.balancer(nodes.get(1));
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Crowd crowd = new Crowd(server.issuer());
    private final Random random = new Random(Long.getLong("seed", 1));
    private final Invariants invariants = new Invariants(server);
    private long redisIsBackAt = System.nanoTime();
    private boolean mayLose;
    private boolean failed;

    private OutageDrill() {}

    /** What happens while answers are given. */
    @FunctionalInterface
    private interface Outage {
        void happen() throws Exception;
    }

    public static void main(String[] arguments) {
        try {
            drill();
        } catch (Exception broken) {
            broken.printStackTrace(OUT);
            System.exit(1);
        }
    }

    private static void drill() throws Exception {
        var drill = new OutageDrill();
        var wanted = System.getProperty("drill", "all");
        for (var each : drill.cases().entrySet()) {
            if (wanted.equals(each.getKey())
                    || wanted.equals("all") && !each.getKey().equals("mix")) {
                each.getValue().happen();
            }
        }
        OUT.println(drill.failed ? "FAILED" : "All as it should be.");
        System.exit(drill.failed ? 1 : 0);
    }

    private Map<String, Outage> cases() {
        var cases = new LinkedHashMap<String, Outage>();
        cases.put("cuts", this::cuts);
        cases.put(
                "killed",
                () -> run("50 answers whose owner is killed in mid-word", owned(50), () -> {
                    TimeUnit.SECONDS.sleep(2);
                    nodes.get(0).kill();
                    nodes.get(0).startAgain();
                }));
        cases.put(
                "paused",
                () -> run("50 answers whose owner is paused for 15 s and woken", owned(50), () -> {
                    TimeUnit.SECONDS.sleep(2);
                    nodes.get(0).pause();
                    TimeUnit.SECONDS.sleep(15);
                    nodes.get(0).wake();
                }));
        cases.put(
                "restart",
                () -> run("a rolling restart", stream(100, 5, 150), () -> {
                    TimeUnit.SECONDS.sleep(6);
                    for (var node : nodes) {
                        node.stop();
                        node.startAgain();
                        TimeUnit.SECONDS.sleep(8);
                    }
                }));
        var pause = Integer.getInteger("pause", 90);
        cases.put(
                "redis-paused",
                () -> run("CLIENT PAUSE for " + pause + " s", stream(200, pause + 5, 20), () -> {
                    TimeUnit.SECONDS.sleep(2);
                    redis(client -> client.clientPause(1_000L * pause, ClientPauseMode.ALL));
                }));
        cases.put(
                "redis-flushed",
                () -> run("FLUSHALL, four times", stream(100, 10, 30), () -> {
                    for (var i = 0; i < 4; i++) {
                        TimeUnit.SECONDS.sleep(3);
                        redis(Jedis::flushAll);
                    }
                }));
        cases.put(
                "redis-restarted",
                () -> run("Redis away for 3 s, then empty", stream(100, 10, 30), () -> {
                    TimeUnit.SECONDS.sleep(4);
                    server.services().restartRedisEmpty(Duration.ofSeconds(3));
                }));
        cases.put(
                "postgres-restarted",
                () -> run("PostgreSQL away for 3 s", stream(100, 10, 30), () -> {
                    TimeUnit.SECONDS.sleep(4);
                    server.services().restartDatabase(Duration.ofSeconds(3));
                }));
        cases.put("redis-and-owner", () -> {
            mayLose = true;
            run(
                    "50 answers whose owner is killed while Redis is paused, so that some may be LOG_LOST",
                    owned(50),
                    () -> {
                        TimeUnit.SECONDS.sleep(2);
                        redis(client -> client.clientPause(4_000, ClientPauseMode.ALL));
                        TimeUnit.SECONDS.sleep(2);
                        nodes.get(0).kill();
                        nodes.get(0).startAgain();
                    });
            mayLose = false;
        });
        cases.put("mix", this::mix);
        return cases;
    }

    private void warmUp() throws InterruptedException {
        for (var node : nodes) {
            crowd.ask(
                    List.of(node.url()),
                    java.util.Collections.nCopies(200, new Crowd.Case(" [[tokens=20 first=0 delay=2]]", "")),
                    20);
        }
    }

    private void cuts() throws Exception {
        var readers = IntStream.range(0, 100)
                .mapToObj(i -> new Later(
                        reader(balancer.url(), 40, random.ints(5, 1, 20).boxed().toList()), 50L * i))
                .toList();
        run("100 readers cut at random 5 times", readers, () -> {});
    }

    /** Those answers all begin on the first node. */
    private List<Later> owned(int many) {
        return IntStream.range(0, many)
                .mapToObj(i -> new Later(reader(nodes.get(0).url(), 50, List.of()), 20L * i))
                .toList();
    }

    /** So many that come one after the other within so many seconds. */
    private List<Later> stream(int many, int seconds, int delay) {
        return IntStream.range(0, many)
                .mapToObj(i -> new Later(reader(balancer.url(), delay, List.of()), 1_000L * seconds * i / many))
                .toList();
    }

    /** A reader that asks after so many milliseconds. */
    private record Later(FaithfulReader reader, long millis) {
        void read() {
            try {
                TimeUnit.MILLISECONDS.sleep(millis);
                reader.read();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }
    }

    private FaithfulReader reader(String asking, int delay, List<Integer> cuts) {
        var question = "Drill %s [[tokens=%d first=50 delay=%d]]".formatted(UUID.randomUUID(), TOKENS, delay);
        return new FaithfulReader(http, asking, balancer.url(), crowd.somebody(), question, cuts);
    }

    /** Ten minutes, or {@code -Dminutes=}, of everything. */
    private void mix() throws Exception {
        var minutes = Integer.getInteger("minutes", 10);
        run("a mix of all that for " + minutes + " minutes", stream(60 * minutes, 60 * minutes, 40), () -> {
            var end = System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes);
            while (System.nanoTime() < end) {
                TimeUnit.SECONDS.sleep(5 + random.nextInt(10));
                befall(random.nextInt(6), nodes.get(random.nextInt(2)));
            }
        });
    }

    /** A node is not hit while Redis is away: what was only in its memory would be lost, which is a case of its own. */
    private void untilRedisIsBack() throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(redisIsBackAt - System.nanoTime());
    }

    private void befall(int what, TestNode node) throws Exception {
        switch (what) {
            case 0 -> {
                untilRedisIsBack();
                node.kill();
                node.startAgain();
            }
            case 1 -> {
                untilRedisIsBack();
                node.pause();
                TimeUnit.SECONDS.sleep(random.nextInt(15));
                node.wake();
            }
            case 2 -> {
                var seconds = 1 + random.nextInt(15);
                redis(client -> client.clientPause(1_000L * seconds, ClientPauseMode.ALL));
                redisIsBackAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds + 2L);
            }
            case 3 -> redis(Jedis::flushAll);
            case 4 -> server.services().restartDatabase(Duration.ofSeconds(random.nextInt(5)));
            default -> {
                untilRedisIsBack();
                node.stop();
                node.startAgain();
            }
        }
        OUT.println("  befallen: "
                + List.of("kill", "pause", "CLIENT PAUSE", "FLUSHALL", "PostgreSQL", "restart")
                        .get(what));
    }

    private void redis(java.util.function.Consumer<Jedis> command) {
        try (var client = new Jedis(URI.create(server.environment().get("REDIS_URL")), 30_000)) {
            command.accept(client);
        }
    }

    private void run(String what, List<Later> readers, Outage outage) throws Exception {
        warmUp();
        invariants.clear();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            readers.forEach(later -> threads.execute(later::read));
            outage.happen();
        }
        report(what, readers.stream().map(Later::reader).toList());
    }

    private void report(String what, List<FaithfulReader> readers) throws Exception {
        var text = IntStream.rangeClosed(1, TOKENS).mapToObj(i -> "t" + i + " ").collect(Collectors.joining());
        var wrong = readers.stream()
                .filter(reader -> !reader.complaint(text).isEmpty())
                .filter(reader -> !mayLose || !reader.complaint(text).startsWith("error LOG_LOST"))
                .toList();
        OUT.printf(
                "%s: %d answers, %d whole and equal with no frame lost or repeated, %d of them ended by another owner, %d connections%n",
                what,
                readers.size(),
                readers.stream()
                        .filter(reader -> reader.complaint(text).isEmpty())
                        .count(),
                readers.stream().filter(reader -> reader.epoch() > 1).count(),
                readers.stream().mapToInt(FaithfulReader::connections).sum());
        if (mayLose) {
            var lost = readers.stream()
                    .filter(reader -> reader.complaint(text).startsWith("error LOG_LOST"))
                    .count();
            OUT.printf("  %d were told LOG_LOST; their answers are checked below, as they are stored%n", lost);
        }
        OUT.printf(
                "  first token %s, longest silence %s (ms, p50 / p95 / max)%n",
                percentiles(readers.stream().map(FaithfulReader::firstToken).toList()),
                percentiles(readers.stream().map(FaithfulReader::longestSilence).toList()));
        wrong.stream()
                .limit(5)
                .forEach(reader ->
                        OUT.println("  " + reader.heard().answerId() + ": " + shortened(reader.complaint(text))));
        var broken = invariants.broken(text);
        OUT.println("  books: " + (broken.isEmpty() ? "exact, nothing left open" : broken));
        failed |= !wrong.isEmpty() || !broken.isEmpty();
    }

    private static String shortened(String complaint) {
        return complaint.length() > 300 ? complaint.substring(0, 300) + " …" : complaint;
    }

    private static String percentiles(List<Duration> times) {
        var sorted = new ArrayList<>(times);
        sorted.sort(null);
        return sorted.get(sorted.size() / 2).toMillis() + " / "
                + sorted.get(sorted.size() * 95 / 100).toMillis() + " / "
                + sorted.getLast().toMillis();
    }
}
