package io.baton.chat;

import io.baton.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** All frames of an answer, wherever they are: in the log, or made again from what is stored. */
@ApplicationScoped
class Frames {
    @Inject
    AnswerLog log;

    @Inject
    Answers answers;

    @Inject
    Replays replays;

    /**
     * The frames after number {@code after}; empty where none came in time, or where another node has them all. Where that
     * log is gone and what was made again is shorter, its last frame, whose number then is not higher.
     *
     * @throws Problem 404 where the answer was deleted with its conversation
     */
    List<Frame> after(UUID answerId, int after, Duration wait) throws InterruptedException {
        var logged = log.read(answerId, after, wait);
        if (logged.isPresent()) {
            return logged.get();
        }
        var row = answers.find(answerId)
                .filter(found -> !found.isDeleted())
                .orElseThrow(() -> Problem.notFound("answer", answerId));
        if (row.state.hasEnded()) {
            var replay = replays.of(row);
            return replay.subList(Math.min(after, replay.size() - 1), replay.size());
        }
        TimeUnit.NANOSECONDS.sleep(wait.toNanos());
        return List.of();
    }

    /** The frames of an ended answer as they are made again from what is stored. */
    List<Frame> replay(AnswerRow row) {
        return replays.of(row);
    }
}
