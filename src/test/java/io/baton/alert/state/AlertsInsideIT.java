package io.baton.alert.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.alert.state.Alerts.Evaluation;
import io.baton.inside.InsideTest;
import io.baton.inside.Sql;
import io.baton.platform.Problem;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The state machine in the database. Turns are taken in years to come, so the server's own evaluations leave these alone. */
class AlertsInsideIT extends InsideTest {
    private static final AlertRule RULE = AlertRule.ERROR_RATE;
    private static final Duration PERIOD = Duration.ofSeconds(10);
    private static final Duration CALM = Duration.ofSeconds(30);
    private static final int AT_ONCE = 8;

    @Inject
    Alerts alerts;

    @Inject
    EvaluationTurn turn;

    @Inject
    AlertSearch search;

    private final String subject = "model:" + UUID.randomUUID();
    private Instant now;

    @BeforeEach
    void aChannel() throws SQLException {
        now = Instant.now().plus(3_650, ChronoUnit.DAYS).truncatedTo(ChronoUnit.MILLIS);
        Sql.run("""
                insert into alert_channel (name, kind, target, language, least, enabled, updated_at, updated_by, busy_until)
                values ('inside', 'webhook', 'https://1.1.1.1/', 'en', 'open', true, now(), 'test', now() + interval '1 day')
                """);
    }

    @AfterEach
    void theTurnIsTheServersAgain() throws SQLException {
        Sql.run("update alert_evaluation set at = timestamptz '2000-01-01 00:00:00Z'");
        Sql.run("delete from alert_channel where name = 'inside'");
        Sql.run("delete from alert where subject = ?", subject);
        Sql.run("delete from alert_silence");
    }

    @Test
    void anEpisodeIsOpenedToldAndResolvedOnce() {
        evaluate(12.0, 13.0, 14.0);
        assertEquals("open", state());
        assertEquals(List.of("opened"), told());
        evaluate(0.0, 0.0, 0.0, 0.0);
        assertEquals("resolved", state());
        assertEquals(List.of("opened", "resolved"), told());
        assertEquals(List.of("opened", "resolved"), kinds());
        evaluate(50.0, 50.0);
        assertEquals(2, (Integer) Sql.one("select max(episode) from alert where subject = ?", subject));
        assertEquals(List.of("opened", "resolved", "worse"), told());
    }

    @Test
    void aSuspicionLeavesNothing() {
        evaluate(12.0);
        assertEquals("suspected", state());
        assertEquals(
                0,
                search.search(Set.of(AlertState.values()), RULE, 1, 200).alerts().stream()
                        .filter(alert -> alert.subject.equals(subject))
                        .count());
        evaluate(1.0);
        assertEquals(0, Sql.count("from alert where subject = ?", subject));
    }

    @Test
    void manyNodesAtOnceEvaluateOnce() throws Exception {
        for (var round = 0; round < 5; round++) {
            var at = now.plus(PERIOD.multipliedBy(round));
            var taken = atOnce(() -> {
                if (!turn.take(at, PERIOD)) {
                    return false;
                }
                alerts.apply(evaluation(at, 50.0));
                return true;
            });
            assertEquals(1, taken.stream().filter(each -> each).count());
        }
        assertEquals(1, Sql.count("from alert where subject = ?", subject));
        assertEquals(List.of("worse"), told());
    }

    /** As if a node had been paused between its turn and its transaction. */
    @Test
    void whoseTurnIsOverChangesNothing() {
        assertTrue(turn.take(now, PERIOD));
        assertTrue(turn.take(now.plus(PERIOD), PERIOD));
        alerts.apply(evaluation(now, 50.0));
        assertEquals(0, Sql.count("from alert where subject = ?", subject));
    }

    @Test
    void aTurnIsNotTakenTwiceInAPeriod() {
        assertTrue(turn.take(now, PERIOD));
        assertFalse(turn.take(now.plusSeconds(1), PERIOD));
        assertTrue(turn.take(now.plus(PERIOD), PERIOD));
    }

    @Test
    void manyWhoApplyTheSameTurnOpenOneAlert() throws Exception {
        evaluate(50.0);
        assertTrue(turn.take(now, PERIOD));
        atOnce(() -> {
            alerts.apply(evaluation(now, 50.0));
            return true;
        });
        assertEquals(1, Sql.count("from alert where subject = ?", subject));
        assertEquals(List.of("worse"), told());
    }

    @Test
    void whatCouldNotBeReadStaysAsItIs() {
        evaluate(12.0, 12.0);
        for (var i = 0; i < 10; i++) {
            assertTrue(turn.take(now, PERIOD));
            alerts.apply(new Evaluation(now, PERIOD, CALM, Set.of(), List.of()));
            now = now.plus(PERIOD);
        }
        assertEquals("open", state());
    }

    @Test
    void anAcknowledgementIsNotedOnce() {
        evaluate(12.0, 12.0);
        var id = (UUID) Sql.one("select id from alert where subject = ?", subject);
        alerts.acknowledge(id, "a".repeat(32), now);
        alerts.acknowledge(id, "b".repeat(32), now);
        assertEquals("acknowledged", state());
        assertEquals("a".repeat(32), search.get(id).acknowledgedBy);
        assertEquals(List.of("opened", "acknowledged"), kinds());
        assertThrows(Problem.class, () -> alerts.acknowledge(UUID.randomUUID(), "c", now));
    }

    @Test
    void aSilenceDelaysWhatIsTold() throws SQLException {
        Sql.run("""
                insert into alert_silence (id, subject, until, created_at, created_by)
                values (gen_random_uuid(), ?, ?::timestamptz, now(), 'test')
                """, subject, now.plusSeconds(45).toString());
        evaluate(12.0, 12.0, 12.0);
        assertEquals(List.of(), told());
        evaluate(12.0, 12.0, 12.0);
        assertEquals(List.of("opened"), told());
        assertEquals(
                true,
                Sql.one(
                        "select silenced from alert_event e join alert a on a.id = e.alert_id where subject = ?",
                        subject));
    }

    @Test
    void whatNobodyWasToldOfIsNotToldToBeOver() throws SQLException {
        Sql.run("""
                insert into alert_silence (id, rule, until, created_at, created_by)
                values (gen_random_uuid(), 'error-rate', ?::timestamptz, now(), 'test')
                """, now.plusSeconds(3_600).toString());
        evaluate(12.0, 12.0, 0.0, 0.0, 0.0, 0.0);
        assertEquals("resolved", state());
        assertEquals(List.of(), told());
    }

    private void evaluate(Double... percents) {
        for (var percent : percents) {
            assertTrue(turn.take(now, PERIOD));
            alerts.apply(evaluation(now, percent));
            now = now.plus(PERIOD);
        }
    }

    private Evaluation evaluation(Instant at, double percent) {
        return new Evaluation(at, PERIOD, CALM, Set.of(RULE), List.of(Reading.of(RULE, subject, percent, 100)));
    }

    private static List<Boolean> atOnce(Callable<Boolean> work) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<Boolean>();
            for (var each : threads.invokeAll(
                    IntStream.range(0, AT_ONCE).mapToObj(i -> work).toList())) {
                all.add(each.get());
            }
            return all;
        }
    }

    private String state() {
        return (String) Sql.one("select state from alert where subject = ? order by episode desc limit 1", subject);
    }

    private List<String> kinds() {
        return texts("""
                select coalesce(string_agg(kind, ',' order by e.seq), '') from alert_event e join alert a on a.id = e.alert_id
                where a.subject = ?
                """);
    }

    private List<String> told() {
        return texts("""
                select coalesce(string_agg(event, ',' order by seq), '') from (
                  select seq, message::json -> 'metadata' -> 'event_payload' ->> 'event' as event,
                    message::json -> 'metadata' -> 'event_payload' ->> 'subject' as subject
                  from alert_delivery where channel = 'inside') d where subject = ?
                """);
    }

    private List<String> texts(String query) {
        var all = (String) Sql.one(query, subject);
        return all.isEmpty() ? List.of() : List.of(all.split(","));
    }
}
