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
import io.baton.ledger.TokenCounter;
import io.baton.platform.DatabaseFailure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Ends an answer: stores it, then writes its one terminal frame. While PostgreSQL is away it retries. After 30 seconds the readers
 * receive {@code NOT_STORED_YET}, and the answer is stored when PostgreSQL is back; later readers get the stored answer. An answer
 * that PostgreSQL can never accept is stored as failed, with as much text as PostgreSQL accepts.
 */
@ApplicationScoped
public class AnswerFinalizer {
    private static final Logger LOG = Logger.getLogger(AnswerFinalizer.class.getName());
    private static final Duration READERS_WAIT = Duration.ofSeconds(30);
    private static final Duration RETRY_TIME = Duration.ofHours(1);
    private static final int PAUSE_MILLIS = 500;

    @Inject
    AnswerEnd answerEnd;

    @Inject
    LogRegistry logs;

    @Inject
    RedisAnswerLog shared;

    @Inject
    Repetitions repetitions;

    @Inject
    TokenCounter counter;

    @Inject
    AnswerMetrics metrics;

    @Inject
    Clock clock;

    void close(
            GenerationJob job,
            AnswerOutcome outcome,
            String model,
            AnswerText answerText,
            AttemptRecorder recorder,
            LogWriter writer) {
        var took = Duration.between(job.startedAt(), clock.instant());
        var attempts = recorder.settle(took, counter);
        var report = new AnswerEnd.Report(
                job, outcome, model, answerText, writer.next(), took.toMillis(), attempts, recorder.unrecorded());
        var stored = store(report, READERS_WAIT);
        var isStored =
                stored.filter(end -> end.stored() == AnswerEnd.Stored.YES).isPresent();
        if (stored.isPresent()) {
            writeTerminal(stored.get(), writer);
        }
        repetitions.ended(job, stored.map(end -> end.report().outcome()).orElse(outcome), attempts, isStored);
        if (stored.isPresent()) {
            return;
        }
        writer.write(new Event.NotStoredYet(outcome));
        storeLate(report);
    }

    /**
     * Stores the end of an answer that was taken over, whose readers have received a terminal frame already.
     *
     * @param settled all its attempts
     */
    public void closeEnded(
            GenerationJob job, AnswerOutcome outcome, RecoveredAnswer recovered, List<Settlement> settled) {
        var took = Duration.between(job.startedAt(), clock.instant());
        var attempts = new ArrayList<>(settled);
        if (!attempts.isEmpty()) {
            attempts.addLast(attempts.removeLast().endingAnswer(took));
        }
        storeLate(new AnswerEnd.Report(
                job,
                outcome,
                recovered.speaker(),
                recovered.answerText(),
                recovered.frames().size(),
                took.toMillis(),
                attempts,
                List.of()));
    }

    /** Stores an end that readers know already. From then on they get the stored answer. */
    private void storeLate(AnswerEnd.Report report) {
        var answerId = report.job().answerId();
        if (store(report, RETRY_TIME).isPresent()) {
            logs.forget(answerId);
            shared.forget(answerId);
        }
    }

    private static void writeTerminal(Closed closed, LogWriter writer) {
        switch (closed.stored()) {
            case YES -> writer.write(closed.report().terminal());
            case DELETED -> writer.write(new Event.Failed(ErrorCode.NOT_FOUND));
            case NOT_OURS -> {
                LOG.log(Level.WARNING, "answer {0} is another node''s now; discarded here", writer.answerId());
                writer.fence();
            }
        }
    }

    /** @param report as it was stored */
    private record Closed(AnswerEnd.Report report, AnswerEnd.Stored stored) {}

    /** Retries while the failure can pass; leaves out what can never be stored. Empty: PostgreSQL was away all the time. */
    private Optional<Closed> store(AnswerEnd.Report whole, Duration patience) {
        var deadline = System.nanoTime() + patience.toNanos();
        var report = whole;
        RuntimeException logged = null;
        AnswerEnd.Stored stored = null;
        do {
            try {
                var end = report;
                stored = report.job().trace().step("tx2", () -> answerEnd.store(end));
            } catch (RuntimeException failure) {
                var isTransient = DatabaseFailure.isTransient(failure);
                if (logged == null || !isTransient) {
                    logged = failure;
                    var what = "answer " + report.job().answerId() + " could not be stored";
                    DatabaseFailure.log(LOG, Level.WARNING, what + (isTransient ? " yet" : " as it is"), failure);
                }
                report = isTransient ? report : report.reduced().orElseThrow(() -> failure);
            }
        } while (stored == null && pause() && System.nanoTime() < deadline);
        return stored == null ? Optional.empty() : Optional.of(closed(report, stored));
    }

    private Closed closed(AnswerEnd.Report report, AnswerEnd.Stored stored) {
        var job = report.job();
        if (stored != AnswerEnd.Stored.NOT_OURS) {
            log(report);
            metrics.stored(report);
            var outcome = report.outcome();
            var reason = outcome instanceof AnswerOutcome.Failed ? outcome.errorCode() : outcome.finishReason();
            job.trace().end(outcome.state().name(), reason, outcome instanceof AnswerOutcome.Failed);
        }
        return new Closed(report, stored);
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

    private static void log(AnswerEnd.Report report) {
        var attempts = report.attempts();
        LOG.info(() -> "answer %s %s by %s after %d attempts: %d tokens, %d ms, $%s%s"
                .formatted(
                        report.job().answerId(),
                        report.outcome().state(),
                        report.model(),
                        attempts.size(),
                        Settlement.totalUsage(attempts).total(),
                        report.responseMillis(),
                        Settlement.totalCost(attempts),
                        report.job().trace().forLog()));
    }
}
