package io.baton.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.catalog.Catalog;
import io.baton.inside.InsideTest;
import io.baton.inside.OwnTransaction;
import io.baton.inside.Sql;
import io.baton.ledger.Ledger.BilledAnswer;
import io.baton.model.Outcome;
import io.baton.model.TokenUsage;
import io.baton.platform.Ids;
import io.baton.platform.VirtualThreads;
import io.baton.testing.Await;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** No request goes unbooked for want of a partition, and what had none is moved into one while others write. */
class PartitionsInsideIT extends InsideTest {
    private static final TokenUsage USAGE = new TokenUsage(1_000, 500, 0, 0, TokenUsage.Source.MEASURED);

    @Inject
    Partitions partitions;

    @Inject
    Ledger ledger;

    @Inject
    OwnTransaction transaction;

    @Inject
    Catalog catalog;

    @Inject
    Clock clock;

    @Inject
    @VirtualThreads
    ExecutorService virtual;

    private final String user = UUID.randomUUID().toString().replace("-", "");

    @Test
    void thisMonthAndTheNextSixHavePartitions() throws SQLException {
        var month = YearMonth.now(clock.withZone(ZoneOffset.UTC));
        partitions.createMissing();
        for (var ahead = 0; ahead <= 6; ahead++) {
            var name = "attempt_" + month.plusMonths(ahead).toString().replace('-', '_');
            assertEquals(
                    1,
                    Sql.count(
                            "from pg_inherits where inhparent = 'attempt'::regclass and inhrelid = to_regclass(?)",
                            name),
                    name);
        }
    }

    @Test
    void aRowWithoutPartitionIsBookedMovedAndRolledUp() throws SQLException, InterruptedException {
        var at = someMonth();
        var before = partitions.moved();
        var attempt = open(at);
        partitions.createMissing();
        Await.until(() -> table(attempt), name(at)::equals);
        assertEquals(0, Sql.count("from attempt_default where id = ?", attempt));
        Await.until(partitions::moved, moved -> moved > before);
        transaction.run(sql -> ledger.settle(
                sql,
                new Settlement(
                        attempt,
                        Ids.madeAt(attempt),
                        catalog.defaultModel(),
                        Outcome.COMPLETE,
                        USAGE,
                        null,
                        null,
                        Duration.ofSeconds(1),
                        true,
                        Duration.ofSeconds(1))));
        Await.until(() -> Sql.one("select posted from attempt where id = ?", attempt), Boolean.TRUE::equals);
        assertEquals(1, Sql.count("from usage_quarter_hour where user_id = ?", user));
    }

    @Test
    void noneIsLostWhileOthersWrite() throws Exception {
        var at = someMonth();
        var stop = new AtomicBoolean();
        var written = new AtomicInteger();
        var failed = new AtomicInteger();
        var writers = new ArrayList<Future<?>>();
        for (var i = 0; i < 4; i++) {
            writers.add(virtual.submit(() -> {
                while (!stop.get()) {
                    try {
                        insert(Ids.next(), at);
                        written.incrementAndGet();
                    } catch (SQLException refused) {
                        failed.incrementAndGet();
                    }
                }
            }));
        }
        Await.until(written::get, rows -> rows > 50);
        partitions.createMissing();
        var soFar = written.get();
        Await.until(written::get, rows -> rows > soFar + 50);
        stop.set(true);
        for (var writer : writers) {
            writer.get();
        }
        assertEquals(0, failed.get());
        assertTrue(written.get() > 100);
        assertEquals(written.get(), Sql.count("from attempt where user_id = ?", user));
        assertEquals(written.get(), Sql.count("from " + name(at) + " where user_id = ?", user));
    }

    /** Far from any that others use, so that it has none yet. */
    private static Instant someMonth() {
        return Instant.parse("2100-01-15T12:00:00Z")
                .plus(Duration.ofDays(ThreadLocalRandom.current().nextInt(300_000)));
    }

    private static String name(Instant at) {
        return "attempt_" + YearMonth.from(at.atZone(ZoneOffset.UTC)).toString().replace('-', '_');
    }

    private static Object table(UUID attempt) {
        return Sql.one("select tableoid::regclass::text from attempt where id = ?", attempt);
    }

    /** A version 7 id of that moment. */
    private UUID open(Instant at) {
        var random = UUID.randomUUID();
        var attempt = new UUID(
                at.toEpochMilli() << 16 | 0x7000 | random.getMostSignificantBits() & 0xFFF,
                random.getLeastSignificantBits());
        transaction.run(sql -> ledger.open(
                sql,
                attempt,
                new BilledAnswer(UUID.randomUUID(), null, user, null, null),
                1,
                catalog.defaultModel(),
                10));
        return attempt;
    }

    private void insert(UUID attempt, Instant at) throws SQLException {
        Sql.run(
                "insert into attempt (id, started_at, answer_id, user_id, ordinal, model, provider)"
                        + " values (?, ?::timestamptz, gen_random_uuid(), ?, 1, 'qwen2.5', 'qwen')",
                attempt,
                at.toString(),
                user);
    }
}
