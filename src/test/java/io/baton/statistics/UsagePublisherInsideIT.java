package io.baton.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.catalog.Catalog;
import io.baton.inside.InsideTest;
import io.baton.inside.OwnTransaction;
import io.baton.inside.Sql;
import io.baton.ledger.Ledger;
import io.baton.ledger.Ledger.BilledAnswer;
import io.baton.ledger.Period;
import io.baton.ledger.Settlement;
import io.baton.model.Model;
import io.baton.model.Outcome;
import io.baton.model.TokenUsage;
import io.baton.platform.DatabaseFailure;
import io.baton.platform.Ids;
import io.baton.platform.Problem;
import io.baton.platform.Redis;
import io.baton.testing.Await;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UsagePublisherInsideIT extends InsideTest {
    private static final TokenUsage USAGE = new TokenUsage(1_000, 500, 0, 0, TokenUsage.Source.MEASURED);
    private static final String OF_USER = "from usage_quarter_hour where user_id = ?";

    @Inject
    Ledger ledger;

    @Inject
    RollUp rollUp;

    @Inject
    Statistics statistics;

    @Inject
    OwnTransaction transaction;

    @Inject
    Catalog catalog;

    @Inject
    Redis redis;

    private String user;
    private UUID attempt;
    private Model model;

    @BeforeEach
    void aNewUserAsks() {
        user = UUID.randomUUID().toString().replace("-", "");
        model = catalog.defaultModel();
        attempt = open(1);
    }

    @Test
    void aSettledRowIsAddedToItsQuarterHourExactlyOnce() throws InterruptedException {
        transaction.run(sql -> ledger.settle(sql, settled(attempt, Outcome.COMPLETE, USAGE)));
        untilPosted();
        rollUp.post();
        assertEquals(1, Sql.count(OF_USER, user));
        assertEquals(
                "1 answers, 1 attempts, 0 errors, 1000 in, 500 out, $0.001500000",
                Sql.one(
                        "select format('%s answers, %s attempts, %s errors, %s in, %s out, $%s',"
                                + " answers, attempts, errors, input_tokens, output_tokens, cost) " + OF_USER,
                        user));
        assertEquals(
                0L,
                Sql.one("select extract(epoch from bucket)::bigint % 900 " + OF_USER, user),
                "seconds into the quarter");
    }

    @Test
    void whatIsNotSettledIsNotPosted() throws InterruptedException {
        var next = open(2);
        transaction.run(sql -> ledger.settle(sql, settled(next, Outcome.COMPLETE, USAGE)));
        Await.until(() -> Sql.one("select posted from attempt where id = ?", next), Boolean.TRUE::equals);
        assertEquals(false, Sql.one("select posted from attempt where id = ?", attempt));
        assertEquals(1L, Sql.one("select attempts " + OF_USER, user));
    }

    @Test
    void aSecondSettlementChangesNothing() throws InterruptedException {
        transaction.run(sql -> ledger.settle(sql, settled(attempt, Outcome.COMPLETE, USAGE)));
        transaction.run(sql -> ledger.settle(sql, settled(attempt, Outcome.CUT, TokenUsage.NONE)));
        untilPosted();
        transaction.run(sql -> ledger.settle(sql, settled(attempt, Outcome.CUT, TokenUsage.NONE)));
        assertEquals("complete", Sql.one("select outcome from attempt where id = ?", attempt));
        assertEquals(0L, Sql.one("select errors " + OF_USER, user));
    }

    @Test
    void theLiveFiguresOfAUserAreInRedis() throws InterruptedException {
        transaction.run(sql -> ledger.settle(sql, settled(attempt, Outcome.COMPLETE, USAGE)));
        var counters = Await.until(() -> hash("user:" + user + ":usage:" + at("yyyy-MM-dd")), map -> !map.isEmpty());
        assertEquals(
                Map.of(
                        model.id() + ":requests", "1",
                        model.id() + ":tokens", "1500",
                        model.id() + ":cost", "0.0015",
                        model.id() + ":errors", "0"),
                counters);
    }

    @Test
    void theLiveFiguresOfHourAndDayAreWhatTheRollUpSays() throws InterruptedException {
        transaction.run(sql -> ledger.settle(sql, settled(attempt, Outcome.COMPLETE, USAGE)));
        untilPosted();
        Await.until(() -> live("usage:hour:", "yyyy-MM-dd-HH"), sum("hour")::equals);
        Await.until(() -> live("usage:day:", "yyyy-MM-dd"), sum("day")::equals);
    }

    @Test
    void theLiveFiguresLiveForAWeekAMonthAndAQuarter() throws InterruptedException {
        transaction.run(sql -> ledger.settle(sql, settled(attempt, Outcome.COMPLETE, USAGE)));
        var key = "user:" + user + ":usage:" + at("yyyy-MM-dd");
        Await.until(() -> hash(key), map -> !map.isEmpty());
        assertLives(7, "usage:hour:" + at("yyyy-MM-dd-HH"));
        assertLives(30, "usage:day:" + at("yyyy-MM-dd"));
        assertLives(90, key);
    }

    /** As when a question is too much for the database: here by a lock that nobody gives up. */
    @Test
    void statisticsThatTakeTooLongAreGivenUpAndTheCallerIsToldToComeAgain() throws SQLException {
        var year = new Period(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z"));
        var gaveUp = Sql.whileLocked(
                "attempt", () -> assertThrows(RuntimeException.class, () -> statistics.cost(year, user)));
        assertEquals(
                Problem.Kind.UNAVAILABLE,
                DatabaseFailure.of(gaveUp).orElseThrow().kind());
        assertEquals(0, statistics.cost(year, user).signum());
    }

    private UUID open(int ordinal) {
        var id = Ids.next();
        transaction.run(sql ->
                ledger.open(sql, id, new BilledAnswer(UUID.randomUUID(), null, user, null, null), ordinal, model, 10));
        return id;
    }

    private Settlement settled(UUID id, Outcome outcome, TokenUsage usage) {
        var second = Duration.ofSeconds(1);
        return new Settlement(id, Ids.madeAt(id), model, outcome, usage, null, null, second, true, second);
    }

    private void untilPosted() throws InterruptedException {
        Await.until(() -> Sql.one("select posted from attempt where id = ?", attempt), Boolean.TRUE::equals);
    }

    private String live(String prefix, String pattern) {
        return hash(prefix + at(pattern)).get(model.id() + ":tokens");
    }

    private String sum(String unit) {
        return Sql.one(
                        "select sum(input_tokens + output_tokens) from usage_quarter_hour where model = ?"
                                + " and date_trunc('" + unit + "', bucket, 'UTC') = date_trunc('" + unit
                                + "', ?::timestamptz, 'UTC')",
                        model.id(),
                        Ids.madeAt(attempt).toString())
                .toString();
    }

    private Map<String, String> hash(String key) {
        return redis.ask(client -> client.hgetAll(key)).orElse(Map.of());
    }

    private String at(String pattern) {
        return DateTimeFormatter.ofPattern(pattern).withZone(ZoneOffset.UTC).format(Ids.madeAt(attempt));
    }

    private void assertLives(int days, String key) {
        var seconds = redis.ask(client -> client.ttl(key)).orElseThrow();
        var most = Duration.ofDays(days).toSeconds();
        assertTrue(seconds > most - 60 && seconds <= most, key + " lives " + seconds + " s");
    }
}
