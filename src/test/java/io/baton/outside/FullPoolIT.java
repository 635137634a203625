package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.dev.TestNode;
import io.baton.dev.TestServer;
import io.baton.testing.Api;
import io.baton.testing.Await;
import io.baton.testing.Database;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Requests wait on a lock with all connections that there are for requests: the node lives on, and answers end. */
@Tag("long")
class FullPoolIT {
    private static final int CONNECTIONS = 4;
    private static final int ASKING = 8;
    private static final Duration LEASE = Duration.ofSeconds(2);
    private static TestNode node;
    private static UUID nodeId;

    private final Api user = Api.somebody().at(node.url());

    @BeforeAll
    static void aNodeWithFewConnections() {
        node = TestServer.running().anotherNode(Map.of("DB_POOL_SIZE", Integer.toString(CONNECTIONS)));
        nodeId = (UUID) Database.row("select id from node order by started_at desc limit 1")
                .get("id");
    }

    @AfterAll
    static void itIsNotNeededAnyMore() {
        node.kill();
    }

    @Test
    void heartbeatsReadinessAndEndsGoOnWhileThePoolIsFull() throws SQLException, InterruptedException {
        user.hear(Providers.quick(1));
        try (var stream = user.ask(Providers.question("tokens=60 first=0 delay=100"))) {
            var begun = stream.next(2);
            var full = whileFull(() -> {
                var end = stream.end(Duration.ofSeconds(20));
                assertEquals("complete", end.type(), end::data);
                assertEquals(
                        "done",
                        Database.row("select state from answer where id = ?", begun.answerId())
                                .get("state"));
                return watched(LEASE.multipliedBy(6));
            });
            assertTrue(full.oldestBeat().compareTo(LEASE) < 0, () -> "the node looked dead: " + full);
            assertEquals(List.of(200), full.readiness().stream().distinct().toList());
        }
        Await.until(
                "requests are served again", () -> user.get("/api/chat/conversations"), reply -> reply.status() == 200);
    }

    /** What was seen while the pool was full. */
    private record Seen(Duration oldestBeat, List<Integer> readiness) {}

    private Seen watched(Duration time) {
        var until = System.nanoTime() + time.toNanos();
        var oldest = Duration.ZERO;
        var readiness = new ArrayList<Integer>();
        while (System.nanoTime() < until) {
            var age = (Number) Database.row(
                            "select extract(epoch from now() - heartbeat_at) as age from node where id = ?", nodeId)
                    .get("age");
            var beat = Duration.ofMillis((long) (1_000 * age.doubleValue()));
            oldest = beat.compareTo(oldest) > 0 ? beat : oldest;
            readiness.add(Api.nobody().at(node.url()).get("/health/ready").status());
        }
        return new Seen(oldest, readiness);
    }

    /** Does something while questions wait on a lock with every connection, and others for one. */
    private Seen whileFull(Supplier<Seen> work) throws SQLException, InterruptedException {
        var over = new AtomicBoolean();
        var asking = new CountDownLatch(ASKING);
        try (var askers = Executors.newVirtualThreadPerTaskExecutor();
                var locked = Database.locked("idempotency")) {
            assertFalse(locked.isClosed());
            for (var i = 0; i < ASKING; i++) {
                askers.execute(() -> {
                    asking.countDown();
                    while (!over.get()) {
                        user.with("Idempotency-Key", UUID.randomUUID().toString())
                                .post("/api/chat/message", Api.json("message", Providers.quick(1)));
                    }
                });
            }
            asking.await();
            Await.until(
                    "the pool is full",
                    () -> Database.count("pg_locks where not granted and relation = 'idempotency'::regclass"),
                    waiting -> waiting == CONNECTIONS);
            try {
                return work.get();
            } finally {
                over.set(true);
            }
        }
    }
}
