package io.baton.recovery;

import io.baton.answer.AnswerEntity;
import io.baton.answer.Frame;
import io.baton.answer.OwnedAttempts;
import io.baton.answerlog.AnswerLog;
import io.baton.answerlog.LogRegistry;
import io.baton.answerlog.RedisAnswerLog;
import io.baton.answerlog.Seal;
import io.baton.generation.RecoveredAnswer;
import io.baton.generation.RedisAttempts;
import io.baton.ledger.Ledger;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Reads the logs of answers that were taken over. A log is sealed first, so that its former owner can't append to it any more. */
@ApplicationScoped
class SealedLogs {
    private static final int TRIES = 4;
    private static final int PAUSE_MILLIS = 500;

    @Inject
    RedisAnswerLog redisLog;

    @Inject
    RedisAttempts redisAttempts;

    @Inject
    OwnedAttempts attempts;

    @Inject
    LogRegistry logs;

    /**
     * Seals an answer's log for its new epoch and reads it. Enters attempts that only Redis has into the ledger. While Redis is
     * away the log counts as empty, and the answer starts again; a log that comes back is replaced.
     *
     * @return empty: the log belongs to a later epoch
     */
    Optional<RecoveredAnswer> recover(AnswerEntity row) throws InterruptedException {
        for (var left = TRIES; left > 0; left--) {
            var seal = redisLog.seal(row.id, row.epoch);
            if (seal.isPresent()) {
                return switch (seal.get()) {
                    case Seal.Ours(var frames) -> {
                        enterAttempts(row);
                        yield Optional.of(RecoveredAnswer.of(longest(row, frames), row.model));
                    }
                    case Seal.Theirs() -> Optional.empty();
                };
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        return Optional.of(RecoveredAnswer.of(longest(row, List.of()), row.model));
    }

    private void enterAttempts(AnswerEntity row) {
        var recorded = redisAttempts.of(row.id);
        if (!recorded.isEmpty()) {
            attempts.enter(
                    new Ledger.BilledAnswer(row.id, row.conversationId, row.userId, row.groupId, row.apiKeyId),
                    recorded);
        }
    }

    /** If Redis has lost frames, the mirror that readers on this node follow may still have them. */
    private List<Frame> longest(AnswerEntity row, List<Frame> sealed) {
        return logs.find(row.id)
                .filter(mirror -> mirror.agreesWith(sealed))
                .map(AnswerLog::all)
                .filter(mirrored -> mirrored.size() > sealed.size())
                .orElse(sealed);
    }
}
