package io.baton.chat;

import io.baton.usage.Settlement;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Ends an answer: stores it, then writes its one terminal frame. While PostgreSQL is away it tries on; after half a
 * minute the readers are told so, and it is stored when PostgreSQL is back; who reads it after that gets what is stored.
 */
@ApplicationScoped
class Closing {
    private static final Logger LOG = Logger.getLogger(Closing.class.getName());
    private static final Duration READERS_WAIT = Duration.ofSeconds(30);
    private static final Duration TRIES_LAST = Duration.ofHours(1);
    private static final int PAUSE_MILLIS = 500;

    @Inject
    Endings endings;

    @Inject
    Logs logs;

    @Inject
    SharedLog shared;

    @Inject
    Clock clock;

    void close(Assignment assignment, Ending ending, String model, Speech speech, Journal journal, Scribe scribe) {
        var took = Duration.between(assignment.startedAt(), clock.instant());
        var attempts = journal.settle(took);
        var report = new Endings.Report(assignment, ending, model, speech, scribe.next(), took.toMillis(), attempts);
        var terminal = terminal(report);
        tell(report, attempts);
        var stored = tryFor(report, READERS_WAIT);
        if (stored == null) {
            scribe.write(new Event.Failed(ErrorCode.NOT_STORED_YET));
            if (tryFor(report, TRIES_LAST) != null) {
                logs.forget(assignment.answerId());
                shared.forget(assignment.answerId());
            }
            return;
        }
        switch (stored) {
            case YES -> scribe.write(terminal);
            case DELETED -> scribe.write(new Event.Failed(ErrorCode.NOT_FOUND));
            case NOT_OURS -> {
                LOG.log(Level.WARNING, "answer {0} is another node''s now; discarded here", assignment.answerId());
                scribe.fence();
            }
        }
    }

    /** Null: PostgreSQL was away all the time. */
    private Endings.Stored tryFor(Endings.Report report, Duration patience) {
        var deadline = System.nanoTime() + patience.toNanos();
        do {
            try {
                return endings.store(report);
            } catch (PersistenceException | jakarta.transaction.TransactionalException away) {
                LOG.log(Level.WARNING, "answer {0} could not be stored yet: {1}", new Object[] {
                    report.assignment().answerId(), rootOf(away).getClass().getName()
                });
            }
        } while (pause() && System.nanoTime() < deadline);
        return null;
    }

    /** Only its class is logged: a database's message may quote the row. */
    private static Throwable rootOf(Throwable thrown) {
        return thrown.getCause() == null ? thrown : rootOf(thrown.getCause());
    }

    private static boolean pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            return true;
        } catch (InterruptedException shuttingDown) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Event terminal(Endings.Report report) {
        return report.ending() instanceof Ending.Failed(var code)
                ? new Event.Failed(code)
                : new Event.Complete(
                        report.speech().text(),
                        report.responseMillis(),
                        report.model(),
                        report.ending().finishReason(),
                        Journal.usage(report.attempts()),
                        Journal.cost(report.attempts()),
                        report.speech().spans());
    }

    private static void tell(Endings.Report report, List<Settlement> attempts) {
        LOG.info(() -> "answer %s %s by %s after %d attempts: %d tokens, %d ms, $%s"
                .formatted(
                        report.assignment().answerId(),
                        report.ending().state(),
                        report.model(),
                        attempts.size(),
                        Journal.usage(attempts).total(),
                        report.responseMillis(),
                        Journal.cost(attempts)));
    }
}
