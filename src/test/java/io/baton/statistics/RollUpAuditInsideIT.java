package io.baton.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.inside.InsideTest;
import io.baton.inside.Sql;
import io.baton.platform.Redis;
import io.baton.platform.VirtualThreads;
import io.baton.pricing.Repricing;
import io.baton.pricing.RepricingLine;
import io.baton.statistics.RollUpComparison.Range;
import io.baton.testing.Await;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Roll-ups agree with the ledger whoever changes them at the same time, and what differs is found and repaired. */
class RollUpAuditInsideIT extends InsideTest {
    private static final String OF_USER = " from usage_quarter_hour where user_id = ?";
    private static final String LEDGER_COST = "select sum(cost)::text from attempt where user_id = ?";
    private static final String ROLLED_UP_COST = "select sum(cost)::text" + OF_USER;

    @Inject
    RollUp rollUp;

    @Inject
    RollUpAudit audit;

    @Inject
    RollUpComparison comparison;

    @Inject
    Repricing repricing;

    @Inject
    Redis redis;

    @Inject
    Clock clock;

    @Inject
    UserTransaction transaction;

    @Inject
    @VirtualThreads
    ExecutorService virtual;

    private final String user = UUID.randomUUID().toString().replace("-", "");
    private Range range;

    @BeforeEach
    void whatOthersLeftIsRight() {
        var now = clock.instant();
        range = comparison.ranges().stream()
                .filter(each -> !each.from().isAfter(now) && each.to().isAfter(now))
                .findFirst()
                .orElseThrow();
        comparison.repair(range);
    }

    @Test
    void aCostThatIsGivenWhilePostingHasNotCommittedReachesTheRollUp() throws Exception {
        attempts(10, "null");
        var token = repricing.preview().token();
        transaction.begin();
        rollUp.post();
        var pricing = virtual.submit(() -> repricing.apply(token));
        Await.until(() -> Sql.count("from pg_locks where not granted"), waiting -> waiting > 0);
        transaction.commit();
        pricing.get();
        untilPosted();
        assertEquals(Sql.one(LEDGER_COST, user), Sql.one(ROLLED_UP_COST, user));
        assertEquals(0L, Sql.one("select sum(unpriced)::bigint" + OF_USER, user));
        assertEquals(0, comparison.differences(range));
    }

    @Test
    void repricingAndPostingSideBySideLoseNoNanoDollar() throws Exception {
        var over = new AtomicBoolean();
        var posting = virtual.submit(() -> {
            while (!over.get()) {
                rollUp.post();
            }
        });
        var comparing = virtual.submit(() -> {
            var most = 0L;
            while (!over.get()) {
                most = Math.max(most, comparison.differences(range));
            }
            return most;
        });
        for (var round = 0; round < 60; round++) {
            attempts(40, round % 3 == 0 ? "0.000000123" : "null");
            repricing.apply(repricing.preview().token());
        }
        over.set(true);
        posting.get();
        assertEquals(0L, comparing.get(), "what is right is never taken for wrong");
        untilPosted();
        assertEquals(60 * 40L, Sql.one("select sum(attempts)::bigint" + OF_USER, user));
        assertEquals(0, Sql.count("from attempt where user_id = ? and cost is null", user));
        assertEquals(Sql.one(LEDGER_COST, user), Sql.one(ROLLED_UP_COST, user));
        assertEquals(0, comparison.differences(range));
    }

    @Test
    void moreRowsThanOnePageAreAllPriced() throws Exception {
        attempts(4_500, "null");
        var preview = repricing.preview();
        repricing.apply(preview.token());
        untilPosted();
        assertEquals(0, Sql.count("from attempt where user_id = ? and cost is null", user));
        assertEquals(
                preview.lines().stream()
                        .map(RepricingLine::cost)
                        .reduce(BigDecimal::add)
                        .orElseThrow()
                        .toPlainString(),
                Sql.one(LEDGER_COST, user));
        assertEquals(0, comparison.differences(range));
    }

    @Test
    void whatIsWrongMissingOrTooMuchIsSetRightAndPublished() throws Exception {
        attempts(5, "0.25");
        untilPosted();
        var day = "user:" + user + ":usage:" + LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        Await.until(() -> hash(day).get("gpt-4:cost"), "1.25"::equals);
        Sql.run("update usage_quarter_hour set cost = 9, answers = answers + 1 where user_id = ?", user);
        var other = UUID.randomUUID().toString().replace("-", "");
        Sql.run(
                "insert into usage_quarter_hour select bucket, ?, model, 1, 1, 0, 1, 1, 7, 0, 1" + OF_USER,
                other,
                user);
        Sql.run(
                "delete from usage_site_quarter_hour where (bucket, model) in (select bucket, model" + OF_USER + ")",
                user);
        assertEquals(3, comparison.differences(range));
        var repaired = audit.last().repaired();
        audit.audit(clock.instant());
        assertTrue(audit.last().repaired() >= repaired + 3);
        assertTrue(audit.last().drifting() >= 3);
        assertEquals(0, comparison.differences(range));
        assertEquals("1.250000000", Sql.one(ROLLED_UP_COST, user));
        assertEquals(0, Sql.count("from usage_quarter_hour where user_id = ?", other));
        Await.until(() -> hash(day).get("gpt-4:cost"), "1.25"::equals);
    }

    @Test
    void aMonthWhoseLedgerWasTakenAwayKeepsItsRollUp() throws SQLException {
        Sql.run(
                "insert into usage_quarter_hour values ('2001-01-01 00:00:00Z', ?, 'gpt-4', 1, 1, 0, 1, 1, 7, 0, 1)",
                user);
        for (var hour = 0; hour < 24; hour++) {
            audit.audit(clock.instant().plusSeconds(3_600L * hour));
        }
        assertEquals(1, Sql.count("from usage_quarter_hour where user_id = ?", user));
    }

    private void attempts(int count, String cost) throws SQLException {
        Sql.run(
                "insert into attempt (id, started_at, answer_id, user_id, ordinal, model, provider, outcome, source,"
                        + " input_tokens, output_tokens, cost, ended_answer, response_time_ms)"
                        + " select gen_random_uuid(), now(), gen_random_uuid(), ?, 1, 'gpt-4', 'openai', 'complete',"
                        + " 'measured', 1 + n % 7, 1 + n % 11, " + cost + ", true, n"
                        + " from generate_series(1, " + count + ") n",
                user);
    }

    private void untilPosted() throws InterruptedException {
        Await.until(() -> Sql.count("from attempt where user_id = ? and not posted", user), waiting -> waiting == 0);
    }

    private Map<String, String> hash(String key) {
        return redis.ask(client -> client.hgetAll(key)).orElse(Map.of());
    }
}
