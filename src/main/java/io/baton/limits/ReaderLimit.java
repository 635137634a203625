package io.baton.limits;

import io.baton.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/** The event streams that each user has open on this node; each takes a connection and a thread, so they are bounded. */
@ApplicationScoped
public class ReaderLimit {
    private static final Duration SOON = Duration.ofSeconds(5);

    @Inject
    @ConfigProperties
    LimitsConfig config;

    private final Map<String, Integer> open = new ConcurrentHashMap<>();

    /** One open stream. Closing it again does nothing. */
    public interface Seat extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Counts one more stream of a user until its seat is closed.
     *
     * @throws Problem 429 where the user has as many as may be
     */
    public Seat admit(String userId) {
        open.merge(userId, 1, (before, one) -> {
            if (before >= config.userSimultaneousReaders) {
                throw Problem.later(
                        Problem.Kind.RATE_LIMITED, SOON, "problem.readers-at-once", config.userSimultaneousReaders);
            }
            return before + one;
        });
        var taken = new AtomicBoolean(true);
        return () -> {
            if (taken.getAndSet(false)) {
                open.computeIfPresent(userId, (user, count) -> count == 1 ? null : count - 1);
            }
        };
    }
}
