package io.baton.chat;

import io.baton.chat.SharedLog.Receipt;
import io.baton.platform.PeriodicTasks;
import io.baton.platform.Schedule;
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
class Shipping {
    private static final Logger LOG = Logger.getLogger(Shipping.class.getName());
    private static final Duration PROBE_PERIOD = Duration.ofMillis(250);
    private static final int MOST_AT_ONCE = 256;
    /** A batch takes no further answer beyond so many characters, so that its round trip stays short. */
    private static final int BATCH = 8 * Scribe.SHARE;

    private static final int TRIES = 3;

    @Inject
    SharedLog shared;

    @Inject
    Logs logs;

    @Inject
    Lease lease;

    @Inject
    Node node;

    @Inject
    PeriodicTasks tasks;

    private final LinkedBlockingQueue<Scribe> waiting = new LinkedBlockingQueue<>();
    private final Set<Scribe> queued = ConcurrentHashMap.newKeySet();
    private final Set<Scribe> heldBack = ConcurrentHashMap.newKeySet();
    private volatile boolean degraded;

    private record Shipment(Scribe scribe, Parcel parcel) {}

    void begin(@Observes @Priority(2) Startup startup) {
        tasks.start("frame-shipping", Schedule.continuous().asEssential(), this::shipNext);
        tasks.start("redis-probe", Schedule.every(PROBE_PERIOD).asEssential(), this::probe);
    }

    /** The scribe has something to ship. */
    void take(Scribe scribe) {
        if (queued.add(scribe)) {
            waiting.add(scribe);
        }
    }

    /** Whether all that was written is in Redis, or can't be at present. */
    boolean isIdle() {
        return degraded || logs.scribes().stream().allMatch(Scribe::isShipped);
    }

    private void shipNext() throws InterruptedException {
        var first = waiting.poll(1, TimeUnit.SECONDS);
        if (first == null) {
            return;
        }
        var taken = new ArrayList<Scribe>();
        try {
            ship(batch(first, taken));
        } catch (RuntimeException | Error bug) {
            heldBack.addAll(taken);
            throw bug;
        }
    }

    /** @param taken gets all that were taken from the queue */
    private List<Shipment> batch(Scribe first, List<Scribe> taken) {
        var parcels = new ArrayList<Shipment>();
        var size = 0;
        for (var scribe = first; scribe != null; scribe = isFull(taken, size) ? null : waiting.poll()) {
            taken.add(scribe);
            queued.remove(scribe);
            var parcel = scribe.parcel();
            if (!parcel.frames().isEmpty()) {
                parcels.add(new Shipment(scribe, parcel));
                size += parcel.size();
            }
        }
        return parcels;
    }

    private static boolean isFull(List<Scribe> taken, int size) {
        return taken.size() >= MOST_AT_ONCE || size >= BATCH;
    }

    private void ship(List<Shipment> shipments) {
        var receipts = degraded
                ? Optional.<List<Receipt>>empty()
                : append(shipments.stream().map(Shipment::parcel).toList());
        if (receipts.isEmpty()) {
            shipments.forEach(shipment -> showFromMemory(shipment.scribe()));
            return;
        }
        for (var i = 0; i < shipments.size(); i++) {
            shipped(shipments.get(i), receipts.get().get(i));
        }
    }

    /** Tries more than once, because what is shown from memory alone is lost with the node. */
    private Optional<List<Receipt>> append(List<Parcel> parcels) {
        for (var left = TRIES; left > 0; left--) {
            var receipts = shared.append(parcels);
            if (receipts.isPresent()) {
                return receipts;
            }
        }
        degraded = true;
        LOG.warning("Redis is away or too slow: answers go on from memory");
        return Optional.empty();
    }

    private void shipped(Shipment shipment, Receipt receipt) {
        var scribe = shipment.scribe();
        var parcel = shipment.parcel();
        switch (receipt) {
            case Receipt.Has(var frames)
            when frames >= parcel.last() -> {
                if (scribe.shipped(parcel.last())) {
                    take(scribe);
                }
            }
            case Receipt.Has(var frames) -> again(scribe, frames);
            case Receipt.Missing() when parcel.first() > 1 -> again(scribe, 0);
            case Receipt.Missing() -> heldBack.add(scribe);
            case Receipt.Sealed() -> scribe.fence();
        }
    }

    private void again(Scribe scribe, int from) {
        scribe.lacking(from);
        take(scribe);
    }

    private void showFromMemory(Scribe scribe) {
        if (lease.isSure()) {
            scribe.showAll();
        } else {
            heldBack.add(scribe);
        }
    }

    /** Off the way of the frames: whether Redis is back, and whether it has lost what it had. */
    private void probe() {
        heldBack.forEach(scribe -> {
            heldBack.remove(scribe);
            take(scribe);
        });
        var intact = shared.isIntact(node.id());
        if (intact.isPresent() && (degraded || !intact.get())) {
            if (degraded) {
                LOG.info("Redis is back");
            }
            degraded = false;
            logs.scribes().forEach(scribe -> again(scribe, intact.get() ? Integer.MAX_VALUE : 0));
        }
    }
}
