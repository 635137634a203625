package io.baton.chat;

import io.baton.platform.DatabaseFailure;
import io.baton.usage.Settlement;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Ends an answer: stores it, then writes its one terminal frame. While PostgreSQL is away it tries on; after half a
 * minute the readers are told so, and it is stored when PostgreSQL is back; who reads it after that gets what is stored. An end
 * that PostgreSQL will never take is stored as failed, with as much as it takes.
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
        var report = new Endings.Report(
                assignment, ending, model, speech, scribe.next(), took.toMillis(), attempts, journal.onlyInLog());
        tell(report, attempts);
        var closed = tryFor(report, READERS_WAIT);
        if (closed.isPresent()) {
            end(closed.get(), scribe);
            return;
        }
        scribe.write(new Event.NotStoredYet(ending));
        closeLate(report);
    }

    /** Stores the end of an answer whose readers have been told one already; from now on they get what is stored. */
    void closeLate(Endings.Report report) {
        var answerId = report.assignment().answerId();
        if (tryFor(report, TRIES_LAST).isPresent()) {
            logs.forget(answerId);
            shared.forget(answerId);
        }
    }

    private static void end(Closed closed, Scribe scribe) {
        switch (closed.stored()) {
            case YES -> scribe.write(terminal(closed.report()));
            case DELETED -> scribe.write(new Event.Failed(ErrorCode.NOT_FOUND));
            case NOT_OURS -> {
                LOG.log(Level.WARNING, "answer {0} is another node''s now; discarded here", scribe.answerId());
                scribe.fence();
            }
        }
    }

    /** @param report as it was stored */
    private record Closed(Endings.Report report, Endings.Stored stored) {}

    /** Tries on while the failure can heal; what never can be stored is left out. Empty: PostgreSQL was away all the time. */
    private Optional<Closed> tryFor(Endings.Report whole, Duration patience) {
        var deadline = System.nanoTime() + patience.toNanos();
        var report = whole;
        RuntimeException told = null;
        do {
            try {
                return Optional.of(new Closed(report, endings.store(report)));
            } catch (RuntimeException failure) {
                var canHeal = DatabaseFailure.canHeal(failure);
                if (told == null || !canHeal) {
                    told = failure;
                    var what = "answer " + report.assignment().answerId() + " could not be stored";
                    DatabaseFailure.log(LOG, Level.WARNING, what + (canHeal ? " yet" : " as it is"), failure);
                }
                report = canHeal ? report : report.lesser().orElseThrow(() -> failure);
            }
        } while (pause() && System.nanoTime() < deadline);
        return Optional.empty();
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
                        Settlement.totalUsage(report.attempts()),
                        Settlement.totalCost(report.attempts()),
                        report.speech().spans());
    }

    private static void tell(Endings.Report report, List<Settlement> attempts) {
        LOG.info(() -> "answer %s %s by %s after %d attempts: %d tokens, %d ms, $%s"
                .formatted(
                        report.assignment().answerId(),
                        report.ending().state(),
                        report.model(),
                        attempts.size(),
                        Settlement.totalUsage(attempts).total(),
                        report.responseMillis(),
                        Settlement.totalCost(attempts)));
    }
}
