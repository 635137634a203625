package io.baton.generation;

import io.baton.answer.AnswerEnd;
import io.baton.answer.AnswerOutcome;
import io.baton.answer.AnswerText;
import io.baton.answer.ErrorCode;
import io.baton.answer.Event;
import io.baton.answer.GenerationJob;
import io.baton.answerlog.LogRegistry;
import io.baton.answerlog.LogWriter;
import io.baton.answerlog.RedisAnswerLog;
import io.baton.ledger.Settlement;
import io.baton.platform.DatabaseFailure;
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
public class AnswerFinalizer {
    private static final Logger LOG = Logger.getLogger(AnswerFinalizer.class.getName());
    private static final Duration READERS_WAIT = Duration.ofSeconds(30);
    private static final Duration TRIES_LAST = Duration.ofHours(1);
    private static final int PAUSE_MILLIS = 500;

    @Inject
    AnswerEnd answerEnd;

    @Inject
    LogRegistry logs;

    @Inject
    RedisAnswerLog shared;

    @Inject
    Clock clock;

    void close(
            GenerationJob job,
            AnswerOutcome ending,
            String model,
            AnswerText answerText,
            AttemptRecorder recorder,
            LogWriter writer) {
        var took = Duration.between(job.startedAt(), clock.instant());
        var attempts = recorder.settle(took);
        var report = new AnswerEnd.Report(
                job, ending, model, answerText, writer.next(), took.toMillis(), attempts, recorder.onlyInLog());
        tell(report, attempts);
        var closed = tryFor(report, READERS_WAIT);
        if (closed.isPresent()) {
            end(closed.get(), writer);
            return;
        }
        writer.write(new Event.NotStoredYet(ending));
        closeLate(report);
    }

    /** Stores the end of an answer whose readers have been told one already; from now on they get what is stored. */
    public void closeLate(AnswerEnd.Report report) {
        var answerId = report.job().answerId();
        if (tryFor(report, TRIES_LAST).isPresent()) {
            logs.forget(answerId);
            shared.forget(answerId);
        }
    }

    private static void end(Closed closed, LogWriter writer) {
        switch (closed.stored()) {
            case YES -> writer.write(terminal(closed.report()));
            case DELETED -> writer.write(new Event.Failed(ErrorCode.NOT_FOUND));
            case NOT_OURS -> {
                LOG.log(Level.WARNING, "answer {0} is another node''s now; discarded here", writer.answerId());
                writer.fence();
            }
        }
    }

    /** @param report as it was stored */
    private record Closed(AnswerEnd.Report report, AnswerEnd.Stored stored) {}

    /** Tries on while the failure can heal; what never can be stored is left out. Empty: PostgreSQL was away all the time. */
    private Optional<Closed> tryFor(AnswerEnd.Report whole, Duration patience) {
        var deadline = System.nanoTime() + patience.toNanos();
        var report = whole;
        RuntimeException told = null;
        do {
            try {
                return Optional.of(new Closed(report, answerEnd.store(report)));
            } catch (RuntimeException failure) {
                var isTransient = DatabaseFailure.isTransient(failure);
                if (told == null || !isTransient) {
                    told = failure;
                    var what = "answer " + report.job().answerId() + " could not be stored";
                    DatabaseFailure.log(LOG, Level.WARNING, what + (isTransient ? " yet" : " as it is"), failure);
                }
                report = isTransient ? report : report.reduced().orElseThrow(() -> failure);
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

    private static Event terminal(AnswerEnd.Report report) {
        return report.outcome() instanceof AnswerOutcome.Failed(var code)
                ? new Event.Failed(code)
                : new Event.Complete(
                        report.answerText().text(),
                        report.responseMillis(),
                        report.model(),
                        report.outcome().finishReason(),
                        Settlement.totalUsage(report.attempts()),
                        Settlement.totalCost(report.attempts()),
                        report.answerText().spans());
    }

    private static void tell(AnswerEnd.Report report, List<Settlement> attempts) {
        LOG.info(() -> "answer %s %s by %s after %d attempts: %d tokens, %d ms, $%s"
                .formatted(
                        report.job().answerId(),
                        report.outcome().state(),
                        report.model(),
                        attempts.size(),
                        Settlement.totalUsage(attempts).total(),
                        report.responseMillis(),
                        Settlement.totalCost(attempts)));
    }
}
