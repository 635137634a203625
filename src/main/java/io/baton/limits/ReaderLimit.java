package io.baton.limits;

import io.baton.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/** Limits the event streams that a user has open on this node; each occupies a connection and a thread. */
@ApplicationScoped
public class ReaderLimit {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    @Inject
    @ConfigProperties
    LimitsConfig config;

    private final Map<String, Integer> open = new ConcurrentHashMap<>();

    /** One open stream. Closing is idempotent. */
    public interface Slot extends AutoCloseable {
        @Override
        void close();
    }

    /** How many streams are open, of all users. */
    public int open() {
        return open.values().stream().mapToInt(Integer::intValue).sum();
    }

    /**
     * Counts one more stream of a user until the returned slot is closed.
     *
     * @throws Problem 429 if the user has reached the limit
     */
    public Slot admit(String userId) {
        open.merge(userId, 1, (before, one) -> {
            if (before >= config.userSimultaneousReaders) {
                throw Problem.temporary(
                        Problem.Kind.RATE_LIMITED,
                        RETRY_AFTER,
                        "problem.readers-at-once",
                        config.userSimultaneousReaders);
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
