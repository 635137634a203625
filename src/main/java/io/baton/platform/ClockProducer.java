package io.baton.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/** Provides the clock. No other code reads the system time directly. */
@ApplicationScoped
class ClockProducer {
    @Produces
    Clock utc() {
        return Clock.systemUTC();
    }
}
