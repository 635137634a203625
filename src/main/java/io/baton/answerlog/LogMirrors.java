package io.baton.answerlog;

import io.baton.answer.Frame;
import io.baton.platform.Schedule;
import io.baton.platform.TaskScheduler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Updates the mirrors of other nodes' logs that are read here: one thread and one round trip for all of them, two
 * hundred times a second, independent of the number of readers.
 */
@ApplicationScoped
class LogMirrors {
    private static final Duration PERIOD = Duration.ofMillis(5);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration PRESENCE_PERIOD = Duration.ofSeconds(2);

    @Inject
    RedisAnswerLog shared;

    @Inject
    RemoteReaders remoteReaders;

    @Inject
    LogRegistry logs;

    @Inject
    TaskScheduler tasks;

    private final Semaphore wanted = new Semaphore(0);
    private long reportedAt = System.nanoTime() - PRESENCE_PERIOD.toNanos();

    void begin(@Observes @Priority(2) Startup startup) {
        tasks.start("log-mirrors", Schedule.continuous().asEssential().onPlatformThread(), this::update);
    }

    /** A mirror of another node's log with its current frames in Redis; may be empty. */
    AnswerLog of(UUID answerId) {
        var known =
                shared.read(Map.of(answerId, 1)).map(read -> read.get(answerId)).orElse(null);
        var log = logs.mirror(answerId, known == null ? List.of() : known);
        wanted.release();
        return log;
    }

    private void update() throws InterruptedException {
        var inUse = logs.mirrorsInUse();
        if (inUse.isEmpty()) {
            wanted.tryAcquire(1, TimeUnit.SECONDS);
            wanted.drainPermits();
            return;
        }
        var read = readNewFrames(inUse);
        reportPresence(inUse);
        Thread.sleep(read ? PERIOD : PAUSE);
    }

    /** Reads from the last known frame on, to detect that the log was replaced. */
    private boolean readNewFrames(Map<UUID, AnswerLog> mirrors) {
        var from = new HashMap<UUID, Integer>();
        mirrors.forEach((id, log) -> from.put(id, log.last().map(Frame::n).orElse(1)));
        var read = shared.read(from);
        read.ifPresent(all -> all.forEach((id, frames) -> add(id, mirrors.get(id), frames)));
        return read.isPresent();
    }

    private void add(UUID answerId, AnswerLog mirror, List<Frame> frames) {
        var last = mirror.last();
        if (last.isPresent() && !last.get().equals(frames.getFirst())) {
            logs.forget(answerId, mirror);
        } else {
            mirror.mirror(frames);
        }
    }

    private void reportPresence(Map<UUID, AnswerLog> mirrors) {
        if (System.nanoTime() - reportedAt >= PRESENCE_PERIOD.toNanos()) {
            reportedAt = System.nanoTime();
            remoteReaders.mark(mirrors.keySet());
        }
    }
}
