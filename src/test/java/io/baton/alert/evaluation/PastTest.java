package io.baton.alert.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baton.alert.evaluation.Past.Counts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PastTest {
    /** Five minutes into a quarter. */
    private static final Instant NOW = Instant.parse("2026-11-27T10:05:00Z");

    private static final Duration FIFTEEN_MINUTES = Duration.ofMinutes(15);
    private final Past past = new Past(3);

    @Test
    void theSameFifteenMinutesOfAWeekBeforeAreSharesOfTwoQuarters() {
        past.begin("site", Instant.parse("2026-01-01T00:00:00Z"));
        add("2026-11-20T09:45:00Z", 30);
        add("2026-11-20T10:00:00Z", 90);
        assertEquals(
                List.of(30 * 10 / 15.0 + 90 * 5 / 15.0, 0.0, 0.0),
                past.inWeeksBefore("site", NOW, FIFTEEN_MINUTES, Counts::attempts));
    }

    /** It has only what has happened so far. */
    @Test
    void theQuarterThatIsUnderWayCountsWhole() {
        add("2026-11-27T09:45:00Z", 30);
        add("2026-11-27T10:00:00Z", 7);
        assertEquals(20 + 7, past.until("site", NOW, FIFTEEN_MINUTES).attempts(), 1e-9);
    }

    @Test
    void weeksBeforeTheFirstUseAreUnknownAndNotZero() {
        past.begin("site", Instant.parse("2026-11-19T00:00:00Z"));
        add("2026-11-20T10:00:00Z", 90);
        assertEquals(
                1,
                past.inWeeksBefore("site", NOW, FIFTEEN_MINUTES, Counts::attempts)
                        .size());
    }

    @Test
    void anErrorRateOfAFewRequestsIsLeftOut() {
        past.add("site", Instant.parse("2026-11-20T10:00:00Z"), new Counts(30, 3, 0));
        past.add("site", Instant.parse("2026-11-13T10:00:00Z"), new Counts(3, 3, 0));
        assertEquals(List.of(10.0), past.errorRates("site", NOW, FIFTEEN_MINUTES));
    }

    @Test
    void firstOutputsAreThoseOfBothQuartersByTheirShares() {
        past.firstToken("site", Instant.parse("2026-11-20T10:00:00Z"), 400);
        past.firstToken("site", Instant.parse("2026-11-20T09:45:00Z"), 100);
        past.firstToken("site", Instant.parse("2026-11-13T10:00:00Z"), 300);
        assertEquals(List.of(200.0, 300.0), past.firstTokens("site", NOW));
    }

    private void add(String bucket, double attempts) {
        past.add("site", Instant.parse(bucket), new Counts(attempts, 0, 0));
    }
}
