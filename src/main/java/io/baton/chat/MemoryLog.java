package io.baton.chat;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Keeps the logs in this node's memory: those of running answers whole, and the last ended ones. */
@ApplicationScoped
class MemoryLog implements AnswerLog {
    private static final int ENDED_KEPT = 1_000;
    private static final int BATCH = 256;

    private final Map<UUID, Log> logs = new ConcurrentHashMap<>();
    private final LinkedHashMap<UUID, Boolean> ended = new LinkedHashMap<>();

    private static final class Log {
        final ReentrantLock lock = new ReentrantLock();
        final Condition grown = lock.newCondition();
        final List<Frame> frames = new ArrayList<>();
    }

    @Override
    public Append append(UUID answerId, Frame frame) {
        var log = logs.computeIfAbsent(answerId, id -> new Log());
        log.lock.lock();
        try {
            var last = log.frames.isEmpty() ? null : log.frames.getLast();
            if (frame.n() <= log.frames.size()) {
                return frame.equals(log.frames.get(frame.n() - 1)) ? Append.REPEATED : Append.STALE;
            }
            if (frame.n() != log.frames.size() + 1
                    || last != null
                            && (frame.epoch() < last.epoch() || last.event().isTerminal())) {
                return Append.STALE;
            }
            log.frames.add(frame);
            log.grown.signalAll();
        } finally {
            log.lock.unlock();
        }
        if (frame.event().isTerminal()) {
            forgetOldest(answerId);
        }
        return Append.DONE;
    }

    @Override
    public Optional<List<Frame>> read(UUID answerId, int after, Duration wait) throws InterruptedException {
        var log = logs.get(answerId);
        if (log == null) {
            return Optional.empty();
        }
        var left = wait.toNanos();
        log.lock.lockInterruptibly();
        try {
            while (log.frames.size() <= after && left > 0) {
                left = log.grown.awaitNanos(left);
            }
            var size = log.frames.size();
            return Optional.of(
                    size <= after ? List.of() : List.copyOf(log.frames.subList(after, Math.min(size, after + BATCH))));
        } finally {
            log.lock.unlock();
        }
    }

    @Override
    public void forget(UUID answerId) {
        logs.remove(answerId);
    }

    private void forgetOldest(UUID answerId) {
        synchronized (ended) {
            ended.put(answerId, true);
            if (ended.size() > ENDED_KEPT) {
                logs.remove(ended.pollFirstEntry().getKey());
            }
        }
    }
}
