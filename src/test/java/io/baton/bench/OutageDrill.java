package io.baton.bench;

import io.baton.bench.OutageReport.Toll;
import io.baton.dev.Balancer;
import io.baton.dev.TestNode;
import io.baton.dev.TestServer;
import io.baton.testing.Api;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Two nodes behind a load balancer, and readers that come back: kills, pauses and cuts whatever an answer lives on, and
 * counts what its readers and the books notice. {@code -Ddrill=} chooses one of the cases. Its exit code is 1 where an
 * answer was lost, parted, booked wrongly or taken over from a node that lives.
 */
public final class OutageDrill {
    private static final PrintStream OUT = System.out;
    static final int TOKENS = 200;
    private final TestServer server = TestServer.start("outage-drill", Map.of("CHAT_UNREAD_GRACE", "PT60S"));
    private final List<TestNode> nodes = List.of(server.node(), server.anotherNode(Map.of()));
    private final Balancer balancer = server.balancer(nodes.get(1));
    private final Crowd crowd = new Crowd(server.issuer());
    private final Random random = new Random(Long.getLong("seed", 1));
    private final Outages outages = new Outages(server, nodes, random);
    private final Invariants invariants = new Invariants(server);
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
        var cases = drill.cases();
        if (!wanted.equals("all") && !cases.containsKey(wanted)) {
            OUT.println("no drill " + wanted + "; there are: all, " + String.join(", ", cases.keySet()));
            System.exit(2);
        }
        for (var each : cases.entrySet()) {
            if (wanted.equals(each.getKey())
                    || wanted.equals("all") && !each.getKey().equals("mix")) {
                each.getValue().happen();
            }
        }
        OUT.println(drill.failed ? "FAILED" : "All as it should be.");
        System.exit(drill.failed ? 1 : 0);
    }

    private Map<String, Outage> cases() {
        var pause = Integer.getInteger("pause", 90);
        var cases = new LinkedHashMap<String, Outage>();
        cases.put("cuts", this::cuts);
        cases.put(
                "killed",
                () -> run("50 answers whose owner is killed in mid-word", Toll.OWNERS, owned(50), () -> {
                    TimeUnit.SECONDS.sleep(2);
                    outages.kill();
                }));
        cases.put(
                "paused",
                () -> run("50 answers whose owner is paused for 15 s and woken", Toll.OWNERS, owned(50), () -> {
                    TimeUnit.SECONDS.sleep(2);
                    outages.pause(15);
                }));
        cases.put(
                "dozed",
                () -> run("50 answers whose owner is paused for 1 s, four times", Toll.NOTHING, owned(50), () -> {
                    for (var i = 0; i < 4; i++) {
                        TimeUnit.SECONDS.sleep(2);
                        outages.pause(1);
                    }
                }));
        cases.put(
                "restart",
                () -> run("a rolling restart", Toll.OWNERS, stream(100, 5, 150), () -> {
                    TimeUnit.SECONDS.sleep(6);
                    outages.restartOneAfterTheOther(8);
                }));
        cases.put(
                "redis-paused",
                () -> run("CLIENT PAUSE for " + pause + " s", Toll.NOTHING, stream(200, pause + 5, 20), () -> {
                    TimeUnit.SECONDS.sleep(2);
                    outages.pauseRedis(pause);
                }));
        cases.put(
                "redis-flushed",
                () -> run("FLUSHALL, four times", Toll.NOTHING, stream(100, 10, 30), () -> {
                    for (var i = 0; i < 4; i++) {
                        TimeUnit.SECONDS.sleep(3);
                        outages.flushRedis();
                    }
                }));
        cases.put(
                "redis-restarted",
                () -> run("Redis away for 3 s, then empty", Toll.NOTHING, stream(100, 10, 30), () -> {
                    TimeUnit.SECONDS.sleep(4);
                    outages.restartRedisEmpty(3);
                }));
        cases.put(
                "postgres-restarted",
                () -> run("PostgreSQL away for 3 s", Toll.NOTHING, stream(100, 10, 30), () -> {
                    TimeUnit.SECONDS.sleep(4);
                    outages.restartDatabase(3);
                }));
        cases.put(
                "postgres-paused",
                () -> run("PostgreSQL paused for 1, 2, 3 and 4 s", Toll.NOTHING, stream(100, 20, 30), () -> {
                    for (var seconds = 1; seconds <= 4; seconds++) {
                        TimeUnit.SECONDS.sleep(3);
                        outages.pauseDatabase(seconds);
                    }
                }));
        cases.put("redis-and-owner", this::redisAndOwner);
        cases.put("mix", this::mix);
        return cases;
    }

    private void redisAndOwner() throws Exception {
        var what = "50 answers whose owner is killed while Redis is paused, so that some may be LOG_LOST";
        run(what, Toll.FRAMES, owned(50), () -> {
            TimeUnit.SECONDS.sleep(2);
            outages.pauseRedis(4);
            TimeUnit.SECONDS.sleep(2);
            outages.kill();
        });
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
        run("100 readers cut at random 5 times", Toll.NOTHING, readers, () -> {});
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
        var user = Api.bearing(crowd.somebody(), balancer.url());
        return new FaithfulReader(user.at(asking), user, question, cuts);
    }

    /** Ten minutes, or {@code -Dminutes=}, of everything. */
    private void mix() throws Exception {
        var minutes = Integer.getInteger("minutes", 10);
        run(
                "a mix of all that for " + minutes + " minutes",
                Toll.OWNERS,
                stream(60 * minutes, 60 * minutes, 40),
                () -> {
                    var end = System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes);
                    while (System.nanoTime() < end) {
                        TimeUnit.SECONDS.sleep(5 + random.nextInt(10));
                        OUT.println("  befallen: " + outages.any());
                    }
                });
    }

    private void run(String what, Toll toll, List<Later> readers, Outage outage) throws Exception {
        warmUp();
        invariants.clear();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            readers.forEach(later -> threads.execute(later::read));
            outage.happen();
        }
        failed |= !OutageReport.print(
                what, toll, readers.stream().map(Later::reader).toList(), invariants);
    }
}
