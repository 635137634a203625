package io.baton.chat;

import io.baton.chat.Orphans.Orphan;
import io.baton.chat.SharedLog.Seal;
import io.baton.usage.Ledger;
import io.baton.usage.LostAnswers;
import io.baton.usage.Settlement;
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
    Orphans orphans;

    @Inject
    Endings endings;

    @Inject
    Closing closing;

    @Inject
    Generations generations;

    @Inject
    SharedLog shared;

    @Inject
    SharedAttempts attempts;

    @Inject
    Requests requests;

    @Inject
    Logs logs;

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
        var taken = orphans.takeOver(orphan);
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
            var onlyToBeEnded = orphan.forgotten() || row.state == AnswerRow.State.stopping;
            goOn(row, Retelling.of(mostOf(row.id, sealed.get()), row.model), onlyToBeEnded);
        }
    }

    /** Nobody goes on with it, but what it has said is booked, and it ends as its reader was told, if it was. */
    private void close(AnswerRow row) throws InterruptedException {
        var told = Retelling.of(seal(row).orElse(List.of()), row.model);
        endings.closeOrphan(row, told.ending(), lostAttempts.of(row.id, told).outputTokens());
    }

    /** Where Redis has lost frames, a mirror that readers here have followed may still have them. */
    private List<Frame> mostOf(UUID answerId, List<Frame> sealed) {
        return logs.find(answerId)
                .filter(mirror -> mirror.agreesWith(sealed))
                .map(Log::all)
                .filter(mirrored -> mirrored.size() > sealed.size())
                .orElse(sealed);
    }

    /** Empty: somebody else has the log. Where Redis is away the answer begins again; a log that comes back is replaced. */
    private Optional<List<Frame>> seal(AnswerRow row) throws InterruptedException {
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
    private List<Frame> entered(AnswerRow row, List<Frame> frames) {
        var recorded = attempts.of(row.id);
        if (!recorded.isEmpty()) {
            requests.enter(new Ledger.Account(row.id, row.conversationId, row.userId), recorded);
        }
        return frames;
    }

    private void goOn(AnswerRow row, Retelling told, boolean onlyToBeEnded) {
        var assignment = orphans.assignmentOf(row);
        var lost = lostAttempts.of(row.id, told);
        var settled = new ArrayList<>(lostAnswers.endedOf(row.id));
        settled.addAll(lost.settled(assignment.prompt()));
        LOG.log(Level.INFO, "answer {0} was left by its owner after {1} characters and is gone on with", new Object[] {
            row.id, told.speech().length()
        });
        var ended = told.ending();
        if (ended.isPresent()) {
            store(assignment, ended.get(), told, settled);
        } else {
            generations.resume(assignment, told, lost.lastAsked(), settled, onlyToBeEnded);
        }
    }

    /** Readers were told an end that could not be stored; now it can. */
    private void store(Assignment assignment, Ending ending, Retelling told, List<Settlement> settled) {
        var took = Duration.between(assignment.startedAt(), clock.instant());
        if (!settled.isEmpty()) {
            settled.addLast(settled.removeLast().ending(took));
        }
        closing.closeLate(new Endings.Report(
                assignment,
                ending,
                told.speaker(),
                told.speech(),
                told.frames().size(),
                took.toMillis(),
                settled,
                List.of()));
    }
}
