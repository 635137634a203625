package io.baton.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** For tests that book something and then ask for the figures of the hour, day or month in which that was. */
public final class SteadyHour {
    private static final Duration ENOUGH = Duration.ofSeconds(30);
    private static final Clock CLOCK = Clock.systemUTC();

    private SteadyHour() {}

    /** The present moment. Where the hour ends within 30 s, waits for the next one: so no day or month ends during a test. */
    public static Instant begin() {
        return Await.until("the next hour begins", ENOUGH.plusSeconds(1), CLOCK::instant, SteadyHour::isSteady);
    }

    private static boolean isSteady(Instant moment) {
        var later = moment.plus(ENOUGH);
        return later.truncatedTo(ChronoUnit.HOURS).equals(moment.truncatedTo(ChronoUnit.HOURS));
    }
}
