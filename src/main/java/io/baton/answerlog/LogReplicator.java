package io.baton.answerlog;

import io.baton.answer.Frame;
import io.baton.answerlog.ReplicationQueue.Replication;
import io.baton.cluster.Lease;
import io.baton.cluster.Node;
import io.baton.platform.Schedule;
import io.baton.platform.TaskScheduler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;

/**
 * Replicates the frames of this node's answers to Redis, all answers in one round trip, and makes them visible once
 * they are there. Fair: each answer adds a limited share to a batch and queues again with the rest, so a frame waits
 * for the current batch and one share of each answer before it. While Redis is unavailable frames become visible from
 * memory, as long as this node's lease is valid; they are replicated when Redis returns.
 */
@ApplicationScoped
public class LogReplicator {
    private static final Logger LOG = Logger.getLogger(LogReplicator.class.getName());
    private static final Duration PROBE_PERIOD = Duration.ofMillis(250);
    private static final int MAX_TRIES = 3;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    /** Between two round trips, in microseconds: frames of other answers that arrive meanwhile share the next one. */
    private static final int PAUSE_MICROS = 1_000;

    @Inject
    RedisAnswerLog shared;

    @Inject
    LogRegistry logs;

    @Inject
    Lease lease;

    @Inject
    Node node;

    @Inject
    TaskScheduler tasks;

    @Inject
    Clock clock;

    private final ReplicationQueue queue = new ReplicationQueue();
    private volatile boolean degraded;

    void begin(@Observes @Priority(2) Startup startup) {
        tasks.start("frame-shipping", Schedule.continuous().asEssential().onPlatformThread(), this::replicateNext);
        tasks.start("redis-probe", Schedule.every(PROBE_PERIOD).asEssential(), this::probe);
    }

    /**
     * Opens the log of an answer that this node owns from now on.
     *
     * @param known the frames that exist already
     */
    public LogWriter open(UUID answerId, int epoch, List<Frame> known) {
        return logs.own(answerId, known, log -> new LogWriter(answerId, epoch, log, queue::add, clock));
    }

    /** Whether all frames are in Redis, or Redis is unavailable. */
    public boolean isIdle() {
        return degraded || logs.writers().stream().allMatch(LogWriter::isReplicated);
    }

    /** How many answers wait for their next frames to be replicated, because Redis or this node is busy. */
    public int waiting() {
        return queue.waiting();
    }

    /** How many answers wait for Redis, or for this node's lease. */
    public int postponed() {
        return queue.postponed();
    }

    /** Whether frames become visible from memory, because Redis is unavailable. */
    public boolean isDegraded() {
        return degraded;
    }

    /** The age of the oldest frame of this node's answers that is not in Redis; zero if there is none. */
    public Duration lag() {
        var oldest = logs.writers().stream()
                .mapToLong(LogWriter::waitingSinceMillis)
                .min()
                .orElse(Long.MAX_VALUE);
        return Duration.ofMillis(Math.max(0, clock.millis() - Math.min(oldest, clock.millis())));
    }

    private void replicateNext() throws InterruptedException {
        var first = queue.next(LONGEST_WAIT);
        if (first == null) {
            return;
        }
        var taken = new ArrayList<LogWriter>();
        try {
            replicate(queue.batches(first, taken));
        } catch (RuntimeException | Error bug) {
            taken.forEach(queue::postpone);
            throw bug;
        }
        TimeUnit.MICROSECONDS.sleep(PAUSE_MICROS);
    }

    private void replicate(List<Replication> replications) {
        var receipts = degraded
                ? Optional.<List<Receipt>>empty()
                : append(replications.stream().map(Replication::batch).toList());
        if (receipts.isEmpty()) {
            replications.forEach(replication -> showFromMemory(replication.writer()));
            return;
        }
        for (var i = 0; i < replications.size(); i++) {
            onReceipt(replications.get(i), receipts.get().get(i));
        }
    }

    /** Retries, because frames that are visible from memory only are lost with the node. */
    private Optional<List<Receipt>> append(List<Batch> batches) {
        for (var left = MAX_TRIES; left > 0; left--) {
            var receipts = shared.append(batches);
            if (receipts.isPresent()) {
                return receipts;
            }
        }
        degraded = true;
        LOG.warning("Redis is unavailable or too slow: answers continue from memory");
        return Optional.empty();
    }

    private void onReceipt(Replication replication, Receipt receipt) {
        var writer = replication.writer();
        var batch = replication.batch();
        switch (receipt) {
            case Receipt.Has(var frames)
            when frames >= batch.last() -> {
                if (writer.replicated(batch.last())) {
                    queue.add(writer);
                }
            }
            case Receipt.Has(var frames) -> replicateFrom(writer, frames);
            case Receipt.Missing() when batch.first() > 1 -> replicateFrom(writer, 0);
            case Receipt.Missing() -> queue.postpone(writer);
            case Receipt.Sealed() -> writer.fence();
        }
    }

    private void replicateFrom(LogWriter writer, int from) {
        writer.missingAfter(from);
        queue.add(writer);
    }

    private void showFromMemory(LogWriter writer) {
        if (lease.isValid()) {
            writer.showAll();
        } else {
            queue.postpone(writer);
        }
    }

    /** Checks periodically whether Redis is available, and whether it has lost data. */
    private void probe() {
        queue.resumePostponed();
        var intact = shared.isIntact(node.id());
        if (intact.isPresent() && (degraded || !intact.get())) {
            if (degraded) {
                LOG.info("Redis is available again");
            }
            degraded = false;
            logs.writers().forEach(writer -> replicateFrom(writer, intact.get() ? Integer.MAX_VALUE : 0));
        }
    }
}
