package io.baton.answerlog;

import io.baton.answer.AnswerEntity;
import io.baton.answer.AnswerReplay;
import io.baton.answer.AnswerStore;
import io.baton.answer.Frame;
import io.baton.platform.DatabaseFailure;
import io.baton.platform.Problem;
import io.baton.platform.Schedule;
import io.baton.platform.TaskScheduler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.TransactionalException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Finds the frames of an answer: in a log, or recreated from the stored answer. */
@ApplicationScoped
public class FrameSource {
    /** The row may show the end of an answer before its last frames are in Redis, or while Redis is unavailable. */
    private static final Duration LAST_FRAMES_DELAY = Duration.ofSeconds(5);

    private static final Duration SHORT_WAIT = Duration.ofMillis(100);
    private static final Duration WAKE_UP_PERIOD = Duration.ofSeconds(1);

    @Inject
    LogRegistry logs;

    @Inject
    LogMirrors mirrors;

    @Inject
    AnswerStore answers;

    @Inject
    AnswerReplay answerReplay;

    @Inject
    TaskScheduler tasks;

    @Inject
    Clock clock;

    void begin(@Observes @Priority(2) Startup startup) {
        tasks.start("reader-wake-up", Schedule.every(WAKE_UP_PERIOD), logs::wakeReaders);
    }

    /**
     * Returns the frames after a given one; waits for about a second if there is none yet.
     *
     * @param after number of the reader's last frame; 0 if none
     * @param epoch of that frame
     * @return empty on time-out. A frame with a number up to {@code after} means that the reader's log is lost and that
     *         this is all there is
     * @throws Problem 404 if the answer was deleted with its conversation
     */
    public List<Frame> after(UUID answerId, int after, int epoch) throws InterruptedException {
        var log = logs.find(answerId).orElseGet(() -> mirrors.of(answerId));
        var next = log.isInDoubt() ? log.read(after, epoch, Duration.ZERO) : log.read(after, epoch);
        if (!next.isEmpty() || !log.isInDoubt()) {
            return next;
        }
        return stored(answerId, log, after, epoch);
    }

    /** The owner's log is in doubt and returned nothing: the answer is still running, or it has ended and the row is complete. */
    private List<Frame> stored(UUID answerId, AnswerLog mirror, int after, int epoch) throws InterruptedException {
        AnswerEntity row;
        try {
            row = answers.find(answerId)
                    .filter(found -> !found.isDeleted())
                    .orElseThrow(() -> Problem.notFound("answer", answerId));
        } catch (PersistenceException | TransactionalException failed) {
            if (!DatabaseFailure.isTransient(failed)) {
                throw failed;
            }
            return mirror.read(after, epoch);
        }
        if (!row.state.hasEnded()) {
            mirror.clearDoubt();
            return mirror.read(after, epoch);
        }
        logs.forget(answerId, mirror);
        var whole = mirrors.of(answerId);
        if (whole.last().map(Frame::n).orElse(0) + 1 == lastOf(row)) {
            whole.mirror(List.of(answerReplay.terminal(row)));
        }
        if (whole.hasEnded()) {
            return whole.read(after, epoch, Duration.ZERO);
        }
        if (row.endedAt.isAfter(clock.instant().minus(LAST_FRAMES_DELAY))) {
            return whole.read(after, epoch, SHORT_WAIT);
        }
        logs.forget(answerId, whole);
        var replay = answerReplay.of(row);
        return replay.subList(Math.min(after, replay.size() - 1), replay.size());
    }

    /** The stored number of the terminal frame; 0 if unknown. */
    private static int lastOf(AnswerEntity row) {
        return row.terminalN == null ? 0 : row.terminalN;
    }

    /** Recreates the frames of an ended answer from the stored data. */
    public List<Frame> replay(AnswerEntity row) {
        return answerReplay.of(row);
    }
}
