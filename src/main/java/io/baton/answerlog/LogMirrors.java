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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Keeps the mirrors of other nodes' logs that are read here up to date. A mirror whose frames arrive as messages is read only when
 * one is missing, and for safety about once a minute. All others are polled, two hundred times a second. Either way one thread and
 * one round trip serve all mirrors, however many readers they have.
 */
@ApplicationScoped
class LogMirrors {
    private static final Duration PERIOD = Duration.ofMillis(5);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration PRESENCE_PERIOD = Duration.ofSeconds(2);
    private static final Duration SAFETY_PERIOD = Duration.ofMinutes(1);

    @Inject
    RedisAnswerLog shared;

    @Inject
    RemoteReaders remoteReaders;

    @Inject
    LogRegistry logs;

    @Inject
    LogMessages messages;

    @Inject
    MirrorChecks checks;

    @Inject
    TaskScheduler tasks;

    private final Map<UUID, Long> safetyReadAt = new HashMap<>();
    private Set<UUID> polled = Set.of();
    private long reportedAt = System.nanoTime() - PRESENCE_PERIOD.toNanos();

    void begin(@Observes @Priority(2) Startup startup) {
        tasks.start("log-mirrors", Schedule.continuous().asEssential().onPlatformThread(), this::update);
    }

    /** A mirror of another node's log with its current frames in Redis; may be empty. */
    AnswerLog of(UUID answerId) {
        var known =
                shared.read(Map.of(answerId, 1)).map(read -> read.get(answerId)).orElse(null);
        var log = logs.mirror(answerId, known == null ? List.of() : known);
        messages.read(Set.of(answerId));
        return log;
    }

    private void update() throws InterruptedException {
        var due = messages.awaitUnread(polled.isEmpty() ? IDLE : PERIOD);
        var mirrors = logs.mirrorsInUse();
        messages.follow(mirrors.keySet());
        due.addAll(polled);
        polled = new HashSet<>(mirrors.keySet());
        polled.removeIf(answerId -> checks.isPublished(answerId) && messages.receives(answerId));
        due.addAll(polled);
        due.addAll(dueForSafety(mirrors.keySet()));
        due.retainAll(mirrors.keySet());
        readNewFrames(mirrors, due);
        reportPresence();
    }

    private Set<UUID> dueForSafety(Set<UUID> mirrors) {
        safetyReadAt.keySet().retainAll(mirrors);
        var now = System.nanoTime();
        var due = new HashSet<UUID>();
        for (var answerId : mirrors) {
            if (safetyReadAt.computeIfAbsent(answerId, id -> nextSafetyRead(now)) - now < 0) {
                safetyReadAt.put(answerId, nextSafetyRead(now));
                due.add(answerId);
            }
        }
        return due;
    }

    /** Spread over time, for mirrors that began together. */
    private static long nextSafetyRead(long now) {
        var period = SAFETY_PERIOD.toNanos();
        return now + period / 2 + ThreadLocalRandom.current().nextLong(period);
    }

    /** Reads from the last known frame on, to detect that a log was replaced; again where there may be more. */
    private void readNewFrames(Map<UUID, AnswerLog> mirrors, Set<UUID> due) throws InterruptedException {
        if (due.isEmpty()) {
            return;
        }
        var from = new HashMap<UUID, Integer>();
        due.forEach(id -> from.put(id, mirrors.get(id).last().map(Frame::n).orElse(1)));
        var read = shared.read(from);
        if (read.isEmpty()) {
            messages.read(due);
            Thread.sleep(PAUSE);
            return;
        }
        read.get().forEach((id, frames) -> {
            if (!mirrors.get(id).mirror(frames)) {
                logs.forget(id, mirrors.get(id));
            } else if (frames.size() == RedisAnswerLog.MAX_FRAMES) {
                messages.read(Set.of(id));
            }
        });
    }

    private void reportPresence() {
        if (!polled.isEmpty() && System.nanoTime() - reportedAt >= PRESENCE_PERIOD.toNanos()) {
            reportedAt = System.nanoTime();
            remoteReaders.mark(polled);
        }
    }
}
