package io.baton.alert.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.alert.state.Condition.Kind;
import io.baton.alert.state.Condition.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The state machine, one evaluation every ten seconds. */
class ConditionTest {
    private static final AlertRule RULE = AlertRule.ERROR_RATE;
    /** Open from 10 %, worse from 30 %, with 20 requests or more, in two evaluations in a row. */
    private static final RuleLimits LIMITS = new RuleLimits(true, 10, 30, 20, 2);

    private static final Pace PACE = new Pace(Duration.ofSeconds(10), Duration.ofSeconds(30));
    private static final Double NOTHING = null;

    private final List<Kind> events = new ArrayList<>();
    private Optional<Condition> condition = Optional.empty();
    private Instant now = Instant.parse("2026-11-27T10:00:00Z");
    private RuleLimits limits = LIMITS;

    @Test
    void oneReadingBeyondTheLimitIsOnlySuspected() {
        read(50.0);
        assertEquals(AlertState.SUSPECTED, state());
        read(5.0);
        assertTrue(condition.isEmpty());
        assertEquals(List.of(), events);
    }

    @Test
    void twoInARowOpenIt() {
        read(12.0, 13.0);
        assertEquals(AlertState.OPEN, state());
        assertEquals(List.of(Kind.OPENED), events);
    }

    @Test
    void aPauseBetweenThemBeginsAnew() {
        read(12.0, 9.0, 12.0);
        assertEquals(AlertState.SUSPECTED, state());
    }

    @Test
    void whatIsFarBeyondIsWorseAtOnceAndToldOnce() {
        read(40.0, 40.0);
        assertEquals(AlertState.WORSE, state());
        assertEquals(List.of(Kind.WORSE), events);
    }

    @Test
    void itBecomesWorseOnceAndNeverMilder() {
        read(12.0, 12.0, 35.0, 35.0, 12.0, 35.0, 35.0);
        assertEquals(AlertState.WORSE, state());
        assertEquals(List.of(Kind.OPENED, Kind.WORSE), events);
    }

    @Test
    void itIsResolvedWhenTheValueHasBeenClearOfTheLimitForLongEnough() {
        read(12.0, 12.0, 2.0, 2.0, 2.0);
        assertEquals(AlertState.OPEN, state());
        read(2.0);
        assertEquals(AlertState.RESOLVED, state());
        assertEquals(List.of(Kind.OPENED, Kind.RESOLVED), events);
    }

    /** 80 % of the limit. */
    @Test
    void justBelowTheLimitIsNotClearOfIt() {
        read(12.0, 12.0);
        for (var i = 0; i < 100; i++) {
            read(8.5);
        }
        assertEquals(AlertState.OPEN, state());
        read(2.0, 8.5, 2.0, 2.0, 2.0, 2.0);
        assertEquals(AlertState.RESOLVED, state());
    }

    @Test
    void nothingToReadIsCalm() {
        read(12.0, 12.0, NOTHING, NOTHING, NOTHING, NOTHING);
        assertEquals(AlertState.RESOLVED, state());
    }

    @Test
    void tooFewRequestsSayNothing() {
        step(Optional.of(Reading.of(RULE, "model:x", 100, 19)));
        assertTrue(condition.isEmpty());
    }

    @Test
    void anAcknowledgedAlertIsToldAgainOnlyWhenItBecomesWorse() {
        read(12.0, 12.0);
        condition = condition.map(Condition::acknowledged);
        read(12.0, 12.0);
        assertEquals(AlertState.ACKNOWLEDGED, state());
        read(35.0, 35.0);
        assertEquals(AlertState.WORSE, state());
        condition = condition.map(Condition::acknowledged);
        read(35.0, 12.0, 35.0, 35.0);
        assertEquals(AlertState.ACKNOWLEDGED, state());
        read(1.0, 1.0, 1.0, 1.0);
        assertEquals(AlertState.RESOLVED, state());
        assertEquals(List.of(Kind.OPENED, Kind.WORSE, Kind.RESOLVED), events);
    }

    @Test
    void aRuleThatIsDisabledIsResolved() {
        read(12.0, 12.0);
        limits = new RuleLimits(false, 10, 30, 20, 2);
        read(50.0, 50.0, 50.0, 50.0);
        assertEquals(AlertState.RESOLVED, state());
    }

    @Test
    void aRuleForLowValuesIsTheOtherWayRound() {
        var limits = new RuleLimits(true, 30, 7, 0, 1);
        var rule = AlertRule.KEY_EXPIRY;
        var step = Condition.first(limits, Reading.of(rule, "key:default", 29, 0), PACE, now);
        assertEquals(Kind.OPENED, step.event().orElseThrow());
        assertTrue(Condition.first(limits, Reading.of(rule, "key:default", 31, 0), PACE, now)
                .after()
                .isEmpty());
        assertEquals(
                Kind.WORSE,
                Condition.first(limits, Reading.of(rule, "key:default", 6, 0), PACE, now)
                        .event()
                        .orElseThrow());
    }

    private AlertState state() {
        return condition.orElseThrow().state();
    }

    private void read(Double... percents) {
        for (var percent : percents) {
            step(Optional.ofNullable(percent).map(value -> Reading.of(RULE, "model:x", value, 100)));
        }
    }

    private void step(Optional<Reading> reading) {
        var step = condition
                .map(before -> before.next(limits, reading, PACE, now))
                .orElseGet(() -> reading.map(first -> Condition.first(limits, first, PACE, now))
                        .orElse(Condition.Step.NOTHING));
        condition = step.after();
        step.event().ifPresent(events::add);
        now = now.plus(PACE.period());
    }
}
