package io.baton.recovery;

import io.baton.answer.AnswerEnd;
import io.baton.answer.AnswerEntity;
import io.baton.answer.AnswerOutcome;
import io.baton.answer.Frame;
import io.baton.answer.GenerationJob;
import io.baton.answer.OrphanEnd;
import io.baton.answer.OwnedAttempts;
import io.baton.answerlog.AnswerLog;
import io.baton.answerlog.LogRegistry;
import io.baton.answerlog.RedisAnswerLog;
import io.baton.answerlog.RedisAnswerLog.Seal;
import io.baton.cluster.Node;
import io.baton.generation.AnswerFinalizer;
import io.baton.generation.RecoveredAnswer;
import io.baton.generation.RedisAttempts;
import io.baton.generation.RunningAnswers;
import io.baton.ledger.Ledger;
import io.baton.ledger.LostAnswers;
import io.baton.ledger.Settlement;
import io.baton.recovery.OrphanedAnswers.Orphan;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Takes over answers whose owner is lost, and has them gone on with. In this order, so that the former owner, should it wake,
 * can do no harm: the row gets our id and the next epoch; the log in Redis is sealed for that epoch; only then is it read.
 */
@ApplicationScoped
class Takeover {
    private static final Logger LOG = Logger.getLogger(Takeover.class.getName());
    private static final int SEAL_TRIES = 4;
    private static final int SEAL_PAUSE_MILLIS = 500;
    /** An answer that has lost so many owners may be what kills them. */
    private static final int MOST_EPOCHS = 6;

    @Inject
    OrphanedAnswers orphanedAnswers;

    @Inject
    OrphanEnd orphanEnd;

    @Inject
    AnswerFinalizer finalizer;

    @Inject
    RunningAnswers runningAnswers;

    @Inject
    RedisAnswerLog shared;

    @Inject
    RedisAttempts attempts;

    @Inject
    OwnedAttempts requests;

    @Inject
    LogRegistry logs;

    @Inject
    LostAnswers lostAnswers;

    @Inject
    LostAttempts lostAttempts;

    @Inject
    Node node;

    @Inject
    Clock clock;

    /** Does nothing where somebody else was quicker, or the owner lives. */
    void take(Orphan orphan) throws InterruptedException {
        var taken = orphanedAnswers.takeOver(orphan);
        if (taken.isEmpty()) {
            return;
        }
        var row = taken.get();
        if (row.questionId == null || row.isDeleted() || row.epoch > MOST_EPOCHS) {
            close(row);
            LOG.log(Level.INFO, "answer {0} was left by its owner and is closed", row.id);
            return;
        }
        var sealed = seal(row);
        if (sealed.isPresent()) {
            var onlyToBeEnded = orphan.forgotten() || row.state == AnswerEntity.State.stopping;
            goOn(row, RecoveredAnswer.of(longest(row.id, sealed.get()), row.model), onlyToBeEnded);
        }
    }

    /** Nobody goes on with it, but what it has said is booked, and it ends as its reader was told, if it was. */
    private void close(AnswerEntity row) throws InterruptedException {
        var told = RecoveredAnswer.of(seal(row).orElse(List.of()), row.model);
        orphanEnd.end(row, told.ending(), lostAttempts.of(row.id, told).outputTokens());
    }

    /** Where Redis has lost frames, a mirror that readers here have followed may still have them. */
    private List<Frame> longest(UUID answerId, List<Frame> sealed) {
        return logs.find(answerId)
                .filter(mirror -> mirror.agreesWith(sealed))
                .map(AnswerLog::all)
                .filter(mirrored -> mirrored.size() > sealed.size())
                .orElse(sealed);
    }

    /** Empty: somebody else has the log. Where Redis is away the answer begins again; a log that comes back is replaced. */
    private Optional<List<Frame>> seal(AnswerEntity row) throws InterruptedException {
        for (var left = SEAL_TRIES; left > 0; left--) {
            var seal = shared.seal(row.id, row.epoch);
            if (seal.isPresent()) {
                return switch (seal.get()) {
                    case Seal.Ours(var frames) -> Optional.of(entered(row, frames));
                    case Seal.Theirs() -> Optional.empty();
                };
            }
            TimeUnit.MILLISECONDS.sleep(SEAL_PAUSE_MILLIS);
        }
        return Optional.of(List.of());
    }

    /** Enters what its owner could only record in Redis into the books, where those who go on or close look. */
    private List<Frame> entered(AnswerEntity row, List<Frame> frames) {
        var recorded = attempts.of(row.id);
        if (!recorded.isEmpty()) {
            requests.enter(new Ledger.Account(row.id, row.conversationId, row.userId), recorded);
        }
        return frames;
    }

    private void goOn(AnswerEntity row, RecoveredAnswer told, boolean onlyToBeEnded) {
        var job = orphanedAnswers.assignmentOf(row);
        var lost = lostAttempts.of(row.id, told);
        var settled = new ArrayList<>(lostAnswers.endedOf(row.id));
        settled.addAll(lost.settled(job.prompt()));
        LOG.log(Level.INFO, "answer {0} was left by its owner after {1} characters and is gone on with", new Object[] {
            row.id, told.answerText().length()
        });
        var ended = told.ending();
        if (ended.isPresent()) {
            store(job, ended.get(), told, settled);
        } else {
            runningAnswers.resume(job, told, lost.lastAsked(), settled, onlyToBeEnded);
        }
    }

    /** Readers were told an end that could not be stored; now it can. */
    private void store(GenerationJob job, AnswerOutcome ending, RecoveredAnswer told, List<Settlement> settled) {
        var took = Duration.between(job.startedAt(), clock.instant());
        if (!settled.isEmpty()) {
            settled.addLast(settled.removeLast().ending(took));
        }
        finalizer.closeLate(new AnswerEnd.Report(
                job,
                ending,
                told.speaker(),
                told.answerText(),
                told.frames().size(),
                took.toMillis(),
                settled,
                List.of()));
    }
}
