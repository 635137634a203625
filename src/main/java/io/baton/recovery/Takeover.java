package io.baton.recovery;

import io.baton.answer.AnswerEntity;
import io.baton.answer.OrphanEnd;
import io.baton.generation.AnswerFinalizer;
import io.baton.generation.RecoveredAnswer;
import io.baton.generation.RunningAnswers;
import io.baton.recovery.OrphanedAnswers.Orphan;
import io.baton.telemetry.AnswerTrace;
import io.baton.telemetry.Tracing;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/**
 * Resumes answers of failed nodes. The order keeps a former owner that wakes up from doing harm: the row gets this node's id and the
 * next epoch; then the log in Redis is sealed for that epoch; only then is it read.
 */
@ApplicationScoped
class Takeover {
    private static final Logger LOG = Logger.getLogger(Takeover.class.getName());
    /** An answer that has lost so many owners may be what makes them fail. */
    private static final int MOST_EPOCHS = 6;

    @Inject
    OrphanedAnswers orphanedAnswers;

    @Inject
    SealedLogs logs;

    @Inject
    LostAttempts lostAttempts;

    @Inject
    RunningAnswers runningAnswers;

    @Inject
    AnswerFinalizer finalizer;

    @Inject
    OrphanEnd orphanEnd;

    @Inject
    MetricRegistry metrics;

    @Inject
    Tracing tracing;

    private Counter resumedAnswers;
    private Counter closedAnswers;

    void begin(@Observes @Priority(4) Startup startup) {}

    @PostConstruct
    void register() {
        resumedAnswers = metrics.counter("baton_takeovers", new Tag("result", "resumed"));
        closedAnswers = metrics.counter("baton_takeovers", new Tag("result", "closed"));
    }

    /** Does nothing if another node was faster, or the owner lives. */
    void takeOver(Orphan orphan) throws InterruptedException {
        var since = Instant.now();
        var taken = orphanedAnswers.takeOver(orphan);
        if (taken.isPresent()) {
            var row = taken.get();
            var trace = tracing.resume(row.traceParent, since);
            trace.identify(row.id, row.conversationId, row.epoch);
            trace.begin("takeover", () -> {
                goOn(orphan, row, trace);
                return null;
            });
        }
    }

    private void goOn(Orphan orphan, AnswerEntity row, AnswerTrace trace) throws InterruptedException {
        var recovered = logs.recover(row);
        if (row.questionId == null || row.isDeleted() || row.epoch > MOST_EPOCHS) {
            end(row, recovered.orElseGet(() -> RecoveredAnswer.of(List.of(), row.model)));
            trace.end("closed", "lost", true);
        } else if (recovered.isPresent()) {
            var isStopping = orphan.isAbandoned() || row.state == AnswerEntity.State.stopping;
            resume(row, recovered.get(), isStopping);
        }
    }

    /** Ends an answer that can't be resumed, with the outcome in its log if there is one. */
    private void end(AnswerEntity row, RecoveredAnswer recovered) {
        var lost = lostAttempts.of(row.id, recovered);
        orphanEnd.end(row, recovered.outcome(), lost.outputTokens());
        closedAnswers.inc();
        LOG.log(Level.INFO, "answer {0} was left by its owner and is closed", row.id);
    }

    private void resume(AnswerEntity row, RecoveredAnswer recovered, boolean isStopping) {
        var job = orphanedAnswers.jobOf(row);
        var lost = lostAttempts.of(row.id, recovered);
        var settled = lost.settled(job.prompt());
        LOG.log(Level.INFO, "answer {0} was left by its owner after {1} characters and is resumed", new Object[] {
            row.id, recovered.answerText().length()
        });
        resumedAnswers.inc();
        var outcome = recovered.outcome();
        if (outcome.isPresent()) {
            finalizer.closeEnded(job, outcome.get(), recovered, settled);
        } else {
            runningAnswers.resume(job, recovered, lost.lastAsked(), settled, isStopping);
        }
    }
}
