package io.baton.cluster;

import io.baton.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/**
 * Whether this node is being emptied. It is not ready from the beginning; after the notice no answer begins here; in the second half
 * of the window readers leave for other nodes, at moments spread over it; at the end of the window other nodes continue the answers
 * that still run.
 */
@ApplicationScoped
public class Drain {
    private static final Logger LOG = Logger.getLogger(Drain.class.getName());

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    @Inject
    @ConfigProperties
    DrainConfig config;

    private volatile State state;

    /** @param beganAt {@link System#nanoTime}; {@code isFinal}: the process ends afterwards, and an admin can't call it off */
    private record State(long beganAt, boolean isFinal) {
        Duration age() {
            return Duration.ofNanos(System.nanoTime() - beganAt);
        }
    }

    /** The moment at which one reader leaves. */
    public final class Departure {
        private final double share = ThreadLocalRandom.current().nextDouble();

        private Departure() {}

        /** Whether it will leave, unless its answer ends before. */
        public boolean isComing() {
            return isDraining();
        }

        public boolean isDue() {
            var half = config.window.dividedBy(2);
            return isAtLeast(half.plusNanos((long) (half.toNanos() * share)));
        }
    }

    /** The process is about to end. False: it was told so before. */
    public synchronized boolean begin() {
        if (state != null && state.isFinal()) {
            return false;
        }
        LOG.info("This node is being drained before it stops.");
        state = new State(state == null ? System.nanoTime() : state.beganAt(), true);
        return true;
    }

    /** What an admin wants; called with each heartbeat. */
    synchronized void follow(boolean wanted) {
        if (wanted && state == null) {
            LOG.info("This node is being drained, as an administrator asked.");
            state = new State(System.nanoTime(), false);
        } else if (!wanted && state != null && !state.isFinal()) {
            LOG.info("This node takes new answers again.");
            state = null;
        }
    }

    public boolean isDraining() {
        return state != null;
    }

    /** Whether no answer may begin here any more. */
    public boolean refusesAnswers() {
        return isAtLeast(config.notice);
    }

    /** @throws Problem 503 if no answer may begin here any more; nothing was stored then, and another node takes the question */
    public void requireOpen() {
        if (refusesAnswers()) {
            throw Problem.temporary(Problem.Kind.DRAINING, RETRY_AFTER, "problem.draining");
        }
    }

    /** Whether answers that still run are now left to other nodes. */
    public boolean isOver() {
        return isAtLeast(config.window);
    }

    public Departure departure() {
        return new Departure();
    }

    private boolean isAtLeast(Duration age) {
        var current = state;
        return current != null && current.age().compareTo(age) >= 0;
    }
}
