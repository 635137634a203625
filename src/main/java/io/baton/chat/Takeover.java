package io.baton.chat;

import io.baton.chat.Orphans.Orphan;
import io.baton.chat.SharedLog.Seal;
import io.baton.model.Catalog;
import io.baton.model.Model;
import io.baton.model.Outcome;
import io.baton.model.Prompt;
import io.baton.usage.LostAnswers;
import io.baton.usage.Settlement;
import io.baton.usage.TokenCounter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    Generations generations;

    @Inject
    SharedLog shared;

    @Inject
    Logs logs;

    @Inject
    LostAnswers lostAnswers;

    @Inject
    TokenCounter counter;

    @Inject
    Catalog catalog;

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
        var sealed = seal(row.id, row.epoch);
        if (sealed.isPresent()) {
            var onlyToBeEnded = orphan.forgotten() || row.state == AnswerRow.State.stopping;
            goOn(row, Retelling.of(mostOf(row.id, sealed.get()), row.model), onlyToBeEnded);
        }
    }

    /** Nobody goes on with it, but what it has said is booked. */
    private void close(AnswerRow row) throws InterruptedException {
        var told = Retelling.of(seal(row.id, row.epoch).orElse(List.of()), row.model);
        var said = saidBy(lostAnswers.openOf(row.id), told);
        var output = new HashMap<UUID, Integer>();
        said.forEach((attempt, words) -> output.put(attempt.attempt(), counter.count(attempt.model(), words)));
        endings.closeOrphan(row.id, node.id(), row.epoch, output);
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
    private Optional<List<Frame>> seal(UUID answerId, int epoch) throws InterruptedException {
        for (var left = SEAL_TRIES; left > 0; left--) {
            var seal = shared.seal(answerId, epoch);
            if (seal.isPresent()) {
                return switch (seal.get()) {
                    case Seal.Ours(var frames) -> Optional.of(frames);
                    case Seal.Theirs() -> Optional.empty();
                };
            }
            TimeUnit.MILLISECONDS.sleep(SEAL_PAUSE_MILLIS);
        }
        return Optional.of(List.of());
    }

    private void goOn(AnswerRow row, Retelling told, boolean onlyToBeEnded) {
        var assignment = orphans.assignmentOf(row);
        var open = lostAnswers.openOf(row.id);
        var settled = new ArrayList<>(lostAnswers.endedOf(row.id));
        settled.addAll(lost(open, told, assignment.prompt()));
        LOG.log(Level.INFO, "answer {0} was left by its owner after {1} characters and is gone on with", new Object[] {
            row.id, told.speech().length()
        });
        if (told.isOver()) {
            store(assignment, told, settled);
        } else {
            generations.resume(assignment, told, lastAsked(open, told), settled, onlyToBeEnded);
        }
    }

    /** Readers were told that the answer could not be stored yet; now it can. */
    private void store(Assignment assignment, Retelling told, List<Settlement> settled) {
        var took = Duration.between(assignment.startedAt(), clock.instant());
        settled.addLast(settled.removeLast().ending(took));
        endings.store(new Endings.Report(
                assignment,
                new Ending.Complete("stop"),
                told.speaker(),
                told.speech(),
                told.frames().size(),
                took.toMillis(),
                settled));
        logs.forget(assignment.answerId());
        shared.forget(assignment.answerId());
    }

    private Model lastAsked(List<LostAnswers.Open> open, Retelling told) {
        return open.isEmpty()
                ? catalog.find(told.speaker()).orElseGet(catalog::defaultModel)
                : open.getLast().model();
    }

    /** What the requests that were under way have cost is counted by what came of them into the log. */
    private List<Settlement> lost(List<LostAnswers.Open> open, Retelling told, Prompt prompt) {
        var lost = new ArrayList<Settlement>();
        saidBy(open, told).forEach((attempt, said) -> lost.add(lost(attempt, said, told, prompt)));
        return lost;
    }

    /** What came of each into the log, while it was the last. */
    private static Map<LostAnswers.Open, String> saidBy(List<LostAnswers.Open> open, Retelling told) {
        var said = new LinkedHashMap<LostAnswers.Open, String>();
        for (var i = 0; i < open.size(); i++) {
            var until = i + 1 < open.size() ? open.get(i + 1).startedAt() : Instant.MAX;
            said.put(open.get(i), told.saidBetween(open.get(i).startedAt(), until));
        }
        return said;
    }

    private Settlement lost(LostAnswers.Open attempt, String said, Retelling told, Prompt prompt) {
        var begun = told.saidBetween(Instant.MIN, attempt.startedAt());
        var request = prompt.continuing(begun).trimmedFor(attempt.model());
        return new Settlement(
                attempt.attempt(),
                attempt.startedAt(),
                attempt.model(),
                Outcome.LOST,
                counter.count(attempt.model(), request, said),
                "its node was lost",
                null,
                null,
                false,
                null);
    }
}
