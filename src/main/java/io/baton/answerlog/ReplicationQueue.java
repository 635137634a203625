package io.baton.answerlog;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The answers whose next frames wait to be replicated, each once, in their order; and those that must wait for Redis or the lease first. */
final class ReplicationQueue {
    private static final int MAX_WRITERS = 256;
    /** The size, in characters, from which no further answer is added to a round trip, to keep it short. */
    private static final int MAX_SIZE = 8 * LogWriter.SHARE;

    private final LinkedBlockingQueue<LogWriter> waiting = new LinkedBlockingQueue<>();
    private final Set<LogWriter> queued = ConcurrentHashMap.newKeySet();
    private final Set<LogWriter> postponed = ConcurrentHashMap.newKeySet();

    /** The next frames of one answer, to be replicated. */
    record Replication(LogWriter writer, Batch batch) {}

    /** Queues a writer that has frames to replicate. */
    void add(LogWriter writer) {
        if (queued.add(writer)) {
            waiting.add(writer);
        }
    }

    /** Removes and returns the first; null: none came in time. Frames that are added from now on queue their writer again. */
    LogWriter next(Duration wait) throws InterruptedException {
        return taken(waiting.poll(wait.toMillis(), TimeUnit.MILLISECONDS));
    }

    /**
     * The frames of one round trip: of a writer, and of those that wait behind it while there is room.
     *
     * @param taken receives all writers that were taken from the queue
     */
    List<Replication> batches(LogWriter first, List<LogWriter> taken) {
        var batches = new ArrayList<Replication>();
        var size = 0;
        for (var writer = first; writer != null; writer = isFull(taken, size) ? null : taken(waiting.poll())) {
            taken.add(writer);
            var batch = writer.batch();
            if (!batch.frames().isEmpty()) {
                batches.add(new Replication(writer, batch));
                size += batch.size();
            }
        }
        return batches;
    }

    private static boolean isFull(List<LogWriter> taken, int size) {
        return taken.size() >= MAX_WRITERS || size >= MAX_SIZE;
    }

    /** Keeps a writer until {@link #resumePostponed}. */
    void postpone(LogWriter writer) {
        postponed.add(writer);
    }

    void resumePostponed() {
        postponed.forEach(writer -> {
            postponed.remove(writer);
            add(writer);
        });
    }

    int waiting() {
        return waiting.size();
    }

    int postponed() {
        return postponed.size();
    }

    private LogWriter taken(LogWriter writer) {
        if (writer != null) {
            queued.remove(writer);
        }
        return writer;
    }
}
