package io.baton.answerlog;

import io.baton.answer.Frame;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The logs in this node's memory: of its running answers, of its most recently ended ones, and mirrors of other nodes'
 * logs while they are read.
 */
@ApplicationScoped
public class LogRegistry {
    /** The approximate size of ended logs to keep, in characters; older ones remain in Redis. */
    private static final long MAX_ENDED_SIZE = 10_000_000;

    private static final Duration MIRROR_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration ENDED_IN_USE = Duration.ofMinutes(1);

    private final Map<UUID, Entry> logs = new ConcurrentHashMap<>();
    private final LinkedHashMap<UUID, Ended> ended = new LinkedHashMap<>();
    private long endedSize;

    /** @param writer null if the log has always been a mirror */
    private record Entry(AnswerLog log, LogWriter writer) {}

    /** @param size when it ended */
    private record Ended(AnswerLog log, long size) {}

    /**
     * Opens the log of an answer that this node owns now. A mirror that agrees with the known frames becomes the
     * original, so its readers continue; otherwise the mirror keeps its readers, who detect the difference.
     *
     * @param known the existing frames
     * @param open  creates the log's writer
     */
    public LogWriter own(UUID answerId, List<Frame> known, Function<AnswerLog, LogWriter> open) {
        return logs.compute(answerId, (id, entry) -> {
                    if (entry != null && entry.log().agreesWith(known)) {
                        var log = takeOver(entry.log(), known);
                        return new Entry(log, open.apply(log));
                    }
                    if (entry != null) {
                        entry.log().drop();
                    }
                    var log = new AnswerLog(known);
                    return new Entry(log, open.apply(log));
                })
                .writer();
    }

    private static AnswerLog takeOver(AnswerLog mirror, List<Frame> known) {
        mirror.disown();
        mirror.mirror(known);
        return mirror;
    }

    public Optional<AnswerLog> find(UUID answerId) {
        return Optional.ofNullable(logs.get(answerId)).map(Entry::log);
    }

    /** The writer of an answer that this node owns. */
    public Optional<LogWriter> writer(UUID answerId) {
        return Optional.ofNullable(logs.get(answerId))
                .filter(entry -> entry.log().isOwned())
                .map(Entry::writer);
    }

    /** Lets all readers look around that wait for a frame. */
    void wakeReaders() {
        logs.values().forEach(entry -> entry.log().wake());
    }

    /** The log in memory, otherwise a new mirror with these frames. */
    AnswerLog mirror(UUID answerId, List<Frame> known) {
        return logs.computeIfAbsent(answerId, id -> new Entry(new AnswerLog(known), null))
                .log();
    }

    /** Drops the log if it is still this instance. */
    public void forget(UUID answerId, AnswerLog log) {
        logs.computeIfPresent(answerId, (id, entry) -> {
            if (entry.log() != log) {
                return entry;
            }
            log.drop();
            return null;
        });
    }

    public void forget(UUID answerId) {
        find(answerId).ifPresent(log -> forget(answerId, log));
        synchronized (ended) {
            drop(ended.remove(answerId));
        }
    }

    /** Keeps the log of an ended answer as long as there is room. */
    public void keepEnded(UUID answerId, AnswerLog log) {
        synchronized (ended) {
            drop(ended.remove(answerId));
            var size = log.size();
            ended.put(answerId, new Ended(log, size));
            endedSize += size;
            while (endedSize > MAX_ENDED_SIZE && ended.size() > 1) {
                var oldest = ended.pollFirstEntry();
                drop(oldest.getValue());
                forget(oldest.getKey(), oldest.getValue().log());
            }
        }
    }

    private void drop(Ended dropped) {
        endedSize -= dropped == null ? 0 : dropped.size();
    }

    /** The mirrors of running answers that are being read; drops mirrors without readers. */
    Map<UUID, AnswerLog> mirrorsInUse() {
        var inUse = new LinkedHashMap<UUID, AnswerLog>();
        logs.forEach((id, entry) -> {
            var log = entry.log();
            if (!log.isOwned()) {
                if (log.sinceLastRead().compareTo(MIRROR_TIMEOUT) > 0) {
                    forget(id, log);
                } else if (!log.hasEnded()) {
                    inUse.put(id, log);
                }
            }
        });
        return inUse;
    }

    /** The writers of own answers that are running, or were read within the last minute. */
    List<LogWriter> writers() {
        return logs.values().stream()
                .filter(entry -> entry.log().isOwned())
                .filter(entry ->
                        !entry.log().hasEnded() || entry.log().sinceLastRead().compareTo(ENDED_IN_USE) < 0)
                .map(Entry::writer)
                .toList();
    }
}
