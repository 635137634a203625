package io.baton.answerlog;

import io.baton.answerlog.RedisAnswerLog.Receipt;
import io.baton.cluster.Lease;
import io.baton.cluster.Node;
import io.baton.platform.Schedule;
import io.baton.platform.TaskScheduler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;

/**
 * Brings what this node's scribes have written into Redis, all answers together in one round trip after the other, and shows
 * it to readers once it is there. Answers take turns: each gives a share to a batch, and queues up anew with what is left; so
 * a frame waits for the batch under way and for one share of each answer before it, however much one of them says. While Redis is away readers are shown what is in memory, as long as it is sure that no other
 * node has taken the answers over. What Redis lacks is brought when it is back.
 */
@ApplicationScoped
public class LogReplicator {
    private static final Logger LOG = Logger.getLogger(LogReplicator.class.getName());
    private static final Duration PROBE_PERIOD = Duration.ofMillis(250);
    private static final int MOST_AT_ONCE = 256;
    /** A batch takes no further answer beyond so many characters, so that its round trip stays short. */
    private static final int BATCH = 8 * LogWriter.SHARE;

    private static final int TRIES = 3;

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

    private final LinkedBlockingQueue<LogWriter> waiting = new LinkedBlockingQueue<>();
    private final Set<LogWriter> queued = ConcurrentHashMap.newKeySet();
    private final Set<LogWriter> heldBack = ConcurrentHashMap.newKeySet();
    private volatile boolean degraded;

    private record Shipment(LogWriter writer, Batch batch) {}

    void begin(@Observes @Priority(2) Startup startup) {
        tasks.start("frame-shipping", Schedule.continuous().asEssential(), this::shipNext);
        tasks.start("redis-probe", Schedule.every(PROBE_PERIOD).asEssential(), this::probe);
    }

    /** The scribe has something to ship. */
    public void take(LogWriter writer) {
        if (queued.add(writer)) {
            waiting.add(writer);
        }
    }

    /** Whether all that was written is in Redis, or can't be at present. */
    public boolean isIdle() {
        return degraded || logs.writers().stream().allMatch(LogWriter::isReplicated);
    }

    private void shipNext() throws InterruptedException {
        var first = waiting.poll(1, TimeUnit.SECONDS);
        if (first == null) {
            return;
        }
        var taken = new ArrayList<LogWriter>();
        try {
            ship(batch(first, taken));
        } catch (RuntimeException | Error bug) {
            heldBack.addAll(taken);
            throw bug;
        }
    }

    /** @param taken gets all that were taken from the queue */
    private List<Shipment> batch(LogWriter first, List<LogWriter> taken) {
        var batches = new ArrayList<Shipment>();
        var size = 0;
        for (var writer = first; writer != null; writer = isFull(taken, size) ? null : waiting.poll()) {
            taken.add(writer);
            queued.remove(writer);
            var batch = writer.batch();
            if (!batch.frames().isEmpty()) {
                batches.add(new Shipment(writer, batch));
                size += batch.size();
            }
        }
        return batches;
    }

    private static boolean isFull(List<LogWriter> taken, int size) {
        return taken.size() >= MOST_AT_ONCE || size >= BATCH;
    }

    private void ship(List<Shipment> shipments) {
        var receipts = degraded
                ? Optional.<List<Receipt>>empty()
                : append(shipments.stream().map(Shipment::batch).toList());
        if (receipts.isEmpty()) {
            shipments.forEach(shipment -> showFromMemory(shipment.writer()));
            return;
        }
        for (var i = 0; i < shipments.size(); i++) {
            replicated(shipments.get(i), receipts.get().get(i));
        }
    }

    /** Tries more than once, because what is shown from memory alone is lost with the node. */
    private Optional<List<Receipt>> append(List<Batch> batches) {
        for (var left = TRIES; left > 0; left--) {
            var receipts = shared.append(batches);
            if (receipts.isPresent()) {
                return receipts;
            }
        }
        degraded = true;
        LOG.warning("Redis is away or too slow: answers go on from memory");
        return Optional.empty();
    }

    private void replicated(Shipment shipment, Receipt receipt) {
        var writer = shipment.writer();
        var batch = shipment.batch();
        switch (receipt) {
            case Receipt.Has(var frames)
            when frames >= batch.last() -> {
                if (writer.replicated(batch.last())) {
                    take(writer);
                }
            }
            case Receipt.Has(var frames) -> again(writer, frames);
            case Receipt.Missing() when batch.first() > 1 -> again(writer, 0);
            case Receipt.Missing() -> heldBack.add(writer);
            case Receipt.Sealed() -> writer.fence();
        }
    }

    private void again(LogWriter writer, int from) {
        writer.lacking(from);
        take(writer);
    }

    private void showFromMemory(LogWriter writer) {
        if (lease.isValid()) {
            writer.showAll();
        } else {
            heldBack.add(writer);
        }
    }

    /** Off the way of the frames: whether Redis is back, and whether it has lost what it had. */
    private void probe() {
        heldBack.forEach(writer -> {
            heldBack.remove(writer);
            take(writer);
        });
        var intact = shared.isIntact(node.id());
        if (intact.isPresent() && (degraded || !intact.get())) {
            if (degraded) {
                LOG.info("Redis is back");
            }
            degraded = false;
            logs.writers().forEach(writer -> again(writer, intact.get() ? Integer.MAX_VALUE : 0));
        }
    }
}
