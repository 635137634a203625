package io.baton.alert.state;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The state of an episode, and the state machine. A pure function of what was and what is read now; times are given.
 *
 * @param severe      whether it is or was worse; it never becomes milder again
 * @param beyondSince when it went beyond the limit
 * @param worseSince  since when it is beyond the worse limit; null: it is not
 * @param calmSince   since when it is clear of the limit; null: it is not
 */
record Condition(AlertState state, boolean severe, Instant beyondSince, Instant worseSince, Instant calmSince) {
    /** What happened to an alert. */
    enum Kind {
        OPENED,
        WORSE,
        ACKNOWLEDGED,
        RESOLVED;

        String code() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * The speed of the machine.
     *
     * @param period between two evaluations
     * @param calm   how long a value must be clear of its limit before the alert is resolved
     */
    record Pace(Duration period, Duration calm) {
        /** Evaluations are not exactly a period apart: a quarter of one is forgiven. */
        boolean isEnough(Instant since, Instant now, int inARow) {
            var needed = period.multipliedBy(inARow - 1L).minus(period.dividedBy(4));
            return Duration.between(since, now).compareTo(needed) >= 0;
        }
    }

    /**
     * One step.
     *
     * @param after empty: there is nothing (any more)
     * @param event empty: nothing that anybody needs to know
     */
    record Step(Optional<Condition> after, Optional<Kind> event) {
        static final Step NOTHING = new Step(Optional.empty(), Optional.empty());

        static Step to(Condition after, Kind event) {
            return new Step(Optional.of(after), Optional.ofNullable(event));
        }
    }

    /** The first reading beyond the limit, or nothing. */
    static Step first(RuleLimits limits, Reading reading, Pace pace, Instant now) {
        var suspicion = new Condition(AlertState.SUSPECTED, false, now, null, null);
        return reading.isBeyond(limits) ? suspicion.next(limits, Optional.of(reading), pace, now) : Step.NOTHING;
    }

    /** @param reading empty: there is nothing to read, which is calm */
    Step next(RuleLimits limits, Optional<Reading> reading, Pace pace, Instant now) {
        var beyond = limits.enabled()
                && reading.filter(each -> each.isBeyond(limits)).isPresent();
        var worse = beyond && reading.filter(each -> each.isWorse(limits)).isPresent();
        var calm = !limits.enabled()
                || reading.filter(each -> !each.isCalm(limits)).isEmpty();
        var since = worse ? Optional.ofNullable(worseSince).orElse(now) : null;
        var isWorse = worse && pace.isEnough(since, now, limits.inARow());
        return state == AlertState.SUSPECTED
                ? suspected(beyond, isWorse, since, pace.isEnough(beyondSince, now, limits.inARow()))
                : open(calm, isWorse, since, pace, now);
    }

    private Step suspected(boolean beyond, boolean isWorse, Instant worseSince, boolean enough) {
        if (!beyond) {
            return Step.NOTHING;
        }
        if (!enough) {
            return Step.to(new Condition(AlertState.SUSPECTED, false, beyondSince, worseSince, null), null);
        }
        return isWorse
                ? Step.to(new Condition(AlertState.WORSE, true, beyondSince, worseSince, null), Kind.WORSE)
                : Step.to(new Condition(AlertState.OPEN, false, beyondSince, worseSince, null), Kind.OPENED);
    }

    private Step open(boolean calm, boolean isWorse, Instant worseSince, Pace pace, Instant now) {
        if (calm) {
            var since = calmSince == null ? now : calmSince;
            return Duration.between(since, now).compareTo(pace.calm()) >= 0
                    ? Step.to(new Condition(AlertState.RESOLVED, severe, beyondSince, null, since), Kind.RESOLVED)
                    : Step.to(new Condition(state, severe, beyondSince, null, since), null);
        }
        return isWorse && !severe
                ? Step.to(new Condition(AlertState.WORSE, true, beyondSince, worseSince, null), Kind.WORSE)
                : Step.to(new Condition(state, severe, beyondSince, worseSince, null), null);
    }

    /** An admin knows. */
    Condition acknowledged() {
        return new Condition(AlertState.ACKNOWLEDGED, severe, beyondSince, worseSince, calmSince);
    }
}
