package io.baton.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/** Gives the time, so that no other code takes it. */
@ApplicationScoped
class ClockProducer {
    @Produces
    Clock utc() {
        return Clock.systemUTC();
    }
}
