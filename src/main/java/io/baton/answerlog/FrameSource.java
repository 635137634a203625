package io.baton.answerlog;

import io.baton.answer.AnswerEntity;
import io.baton.answer.AnswerReplay;
import io.baton.answer.AnswerStore;
import io.baton.answer.Frame;
import io.baton.platform.DatabaseFailure;
import io.baton.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.TransactionalException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** All frames of an answer, wherever they are: in a log, or made again from what is stored. */
@ApplicationScoped
public class FrameSource {
    /** The row may say that an answer has ended before its last frames are in Redis, or while Redis does not answer. */
    private static final Duration LAST_FRAMES_COME_WITHIN = Duration.ofSeconds(5);

    private static final Duration A_MOMENT = Duration.ofMillis(100);

    @Inject
    LogRegistry logs;

    @Inject
    LogMirrors mirrors;

    @Inject
    AnswerStore answers;

    @Inject
    AnswerReplay answerReplay;

    @Inject
    Clock clock;

    /**
     * What follows a frame; waits for it.
     *
     * @param after number of the last frame that the reader has; 0: none
     * @param epoch of that frame
     * @return empty where none came in time. One whose number is not higher than {@code after} says that the log which the
     *     reader has read is gone, and that this is all there is
     * @throws Problem 404 where the answer was deleted with its conversation
     */
    public List<Frame> after(UUID answerId, int after, int epoch, Duration wait) throws InterruptedException {
        var log = logs.find(answerId).orElseGet(() -> mirrors.of(answerId));
        if (log.last().isPresent() || log.isOwned()) {
            var next = log.read(after, epoch, wait);
            if (!next.isEmpty() || log.isOwned()) {
                return next;
            }
        }
        return stored(answerId, log, after, epoch, wait);
    }

    /** Nothing comes from the owner's log: it still runs, or it has ended, and the row says all. */
    private List<Frame> stored(UUID answerId, AnswerLog mirror, int after, int epoch, Duration wait)
            throws InterruptedException {
        AnswerEntity row;
        try {
            row = answers.find(answerId)
                    .filter(found -> !found.isDeleted())
                    .orElseThrow(() -> Problem.notFound("answer", answerId));
        } catch (PersistenceException | TransactionalException failed) {
            if (!DatabaseFailure.isTransient(failed)) {
                throw failed;
            }
            return mirror.read(after, epoch, wait);
        }
        if (!row.state.hasEnded()) {
            return mirror.read(after, epoch, wait);
        }
        logs.forget(answerId, mirror);
        var whole = mirrors.of(answerId);
        if (whole.last().map(Frame::n).orElse(0) + 1 == lastOf(row)) {
            whole.mirror(List.of(answerReplay.terminal(row)));
        }
        if (whole.hasEnded()) {
            return whole.read(after, epoch, Duration.ZERO);
        }
        if (row.endedAt.isAfter(clock.instant().minus(LAST_FRAMES_COME_WITHIN))) {
            return whole.read(after, epoch, A_MOMENT);
        }
        logs.forget(answerId, whole);
        var replay = answerReplay.of(row);
        return replay.subList(Math.min(after, replay.size() - 1), replay.size());
    }

    /** The number of its terminal frame, as it was stored. */
    private static int lastOf(AnswerEntity row) {
        return row.terminalN == null ? 0 : row.terminalN;
    }

    /** The frames of an ended answer as they are made again from what is stored. */
    public List<Frame> replay(AnswerEntity row) {
        return answerReplay.of(row);
    }
}
