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

/** The logs that this node has in memory: those of its own running answers, the last ended ones, and mirrors of others' while they are read. */
@ApplicationScoped
public class LogRegistry {
    /** Characters of ended logs, about; whatever is dropped is still in Redis. */
    private static final long ENDED_KEPT = 10_000_000;

    private static final Duration UNREAD_MIRROR_KEPT = Duration.ofSeconds(10);
    private static final Duration ENDED_IN_USE = Duration.ofMinutes(1);

    private final Map<UUID, Kept> logs = new ConcurrentHashMap<>();
    private final LinkedHashMap<UUID, Ended> ended = new LinkedHashMap<>();
    private long endedSize;

    /** @param writer null: it is a mirror, and always was */
    private record Kept(AnswerLog log, LogWriter writer) {}

    /** @param size as it was counted */
    private record Ended(AnswerLog log, long size) {}

    /**
     * The log of an answer that is ours from now on. A mirror that agrees with what is known becomes it, so that its readers
     * go on; one that does not is left to them, and they find out.
     *
     * @param known the frames that are there already
     * @param open  makes the log's scribe
     */
    public LogWriter own(UUID answerId, List<Frame> known, Function<AnswerLog, LogWriter> open) {
        return logs.compute(answerId, (id, kept) -> {
                    var log = kept != null && kept.log().agreesWith(known)
                            ? takenOver(kept.log(), known)
                            : new AnswerLog(known);
                    return new Kept(log, open.apply(log));
                })
                .writer();
    }

    private static AnswerLog takenOver(AnswerLog mirror, List<Frame> known) {
        mirror.disown();
        mirror.mirror(known);
        return mirror;
    }

    public Optional<AnswerLog> find(UUID answerId) {
        return Optional.ofNullable(logs.get(answerId)).map(Kept::log);
    }

    /** Empty: the answer is written elsewhere. */
    public Optional<LogWriter> writer(UUID answerId) {
        return Optional.ofNullable(logs.get(answerId))
                .filter(kept -> kept.log().isOwned())
                .map(Kept::writer);
    }

    /** The log that is here already, or else a new mirror with these frames. */
    AnswerLog mirror(UUID answerId, List<Frame> known) {
        return logs.computeIfAbsent(answerId, id -> new Kept(new AnswerLog(known), null))
                .log();
    }

    /** Drops this very log, because it is none any more. */
    public void forget(UUID answerId, AnswerLog log) {
        logs.computeIfPresent(answerId, (id, kept) -> kept.log() == log ? null : kept);
    }

    public void forget(UUID answerId) {
        logs.remove(answerId);
        synchronized (ended) {
            drop(ended.remove(answerId));
        }
    }

    /** Our own log has its end: it is kept as long as there is room. */
    public void keepEnded(UUID answerId, AnswerLog log) {
        synchronized (ended) {
            drop(ended.remove(answerId));
            var size = log.size();
            ended.put(answerId, new Ended(log, size));
            endedSize += size;
            while (endedSize > ENDED_KEPT && ended.size() > 1) {
                var oldest = ended.pollFirstEntry();
                drop(oldest.getValue());
                forget(oldest.getKey(), oldest.getValue().log());
            }
        }
    }

    private void drop(Ended dropped) {
        endedSize -= dropped == null ? 0 : dropped.size();
    }

    /** The mirrors of running answers that somebody reads; those that nobody reads any more are dropped. */
    Map<UUID, AnswerLog> mirrorsInUse() {
        var inUse = new LinkedHashMap<UUID, AnswerLog>();
        logs.forEach((id, kept) -> {
            var log = kept.log();
            if (!log.isOwned()) {
                if (log.unread().compareTo(UNREAD_MIRROR_KEPT) > 0) {
                    logs.remove(id, kept);
                } else if (!log.hasEnded()) {
                    inUse.put(id, log);
                }
            }
        });
        return inUse;
    }

    /** Of our own answers those that run, or that somebody has read within the last minute. */
    List<LogWriter> writers() {
        return logs.values().stream()
                .filter(kept -> kept.log().isOwned())
                .filter(kept -> !kept.log().hasEnded() || kept.log().unread().compareTo(ENDED_IN_USE) < 0)
                .map(Kept::writer)
                .toList();
    }
}
