package io.baton.recovery;

import io.baton.cluster.Drain;
import io.baton.generation.AnswerWatch;
import io.baton.generation.RunningAnswers;
import io.baton.limits.ReaderLimit;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What SIGTERM does before the server stops: it drains the node while the ports stay open. It goes on at once when nobody reads here
 * and no answer runs any more; at the latest when the window is over and the answers that are left were handed over.
 */
@ApplicationScoped
class GracefulStop {
    private static final Logger LOG = Logger.getLogger(GracefulStop.class.getName());
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    /** For the last bytes of responses whose answers have ended. */
    private static final Duration LAST_BYTES = Duration.ofMillis(300);

    @Inject
    Drain drain;

    @Inject
    RunningAnswers answers;

    @Inject
    ReaderLimit readers;

    @Inject
    AnswerWatch watch;

    @Inject
    Heartbeat heartbeat;

    private Runnable restore = () -> {};

    void begin(@Observes @Priority(6) Startup startup) {
        restore = TerminationSignal.precededBy(this::drain);
    }

    void end(@Observes @Priority(3) Shutdown shutdown) {
        restore.run();
    }

    private void drain() {
        var began = System.nanoTime();
        if (!drain.begin()) {
            return; // asked again: at once
        }
        try {
            while (!drain.isOver() && !(drain.refusesAnswers() && answers.count() == 0 && readers.open() == 0)) {
                TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
            }
            var left = answers.count();
            watch.endAll();
            heartbeat.leave();
            TimeUnit.NANOSECONDS.sleep(LAST_BYTES.toNanos());
            var took = Duration.ofNanos(System.nanoTime() - began).toMillis();
            LOG.info(() -> "Drained in " + took + " ms; " + left + " answers were left to other nodes or stopped.");
        } catch (InterruptedException | RuntimeException failed) {
            LOG.log(Level.WARNING, "The node was not drained to the end.", failed);
        }
    }
}
