package io.baton.chat;

import io.baton.chat.Orphans.Orphan;
import io.baton.platform.DatabaseFailure;
import io.baton.platform.PeriodicTasks;
import io.baton.platform.Schedule;
import io.baton.platform.Virtual;
import jakarta.annotation.Priority;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Every two seconds: says that this node lives, lets go of answers that others have taken over because it had slept past its
 * lease, ends those that others asked it to stop, and takes over what dead nodes left. It holds nobody for dead before its own
 * beats have reached the database for a whole lease.
 */
@ApplicationScoped
class Heartbeat {
    private static final Logger LOG = Logger.getLogger(Heartbeat.class.getName());
    private static final Duration PERIOD = Duration.ofSeconds(2);
    private static final long BEATS_A_LEASE = Lease.LENGTH.dividedBy(PERIOD);

    @Inject
    Node node;

    @Inject
    Lease lease;

    @Inject
    Orphans orphans;

    @Inject
    Generations generations;

    @Inject
    Takeover takeover;

    @Inject
    @Virtual
    ManagedExecutorService virtual;

    @Inject
    PeriodicTasks tasks;

    private final Set<Orphan> beingTaken = ConcurrentHashMap.newKeySet();
    private List<Orphan> adriftBefore = List.of();
    private int beatsInARow;
    private boolean leaving;

    void begin(@Observes @Priority(3) Startup startup) {
        var at = System.nanoTime();
        node.beat();
        lease.renew(at);
        tasks.start("heartbeat", Schedule.every(PERIOD).asEssential(), this::beat);
    }

    /** No further beat is sent. */
    synchronized void leave() {
        leaving = true;
        node.leave();
    }

    private synchronized void beat() {
        if (leaving) {
            return;
        }
        try {
            var at = System.nanoTime();
            node.beat();
            generations.letGo(node::lost);
            lease.renew(at);
            beatsInARow++;
            generations.stopAllBut(node::running);
            if (beatsInARow > BEATS_A_LEASE) {
                takeOver(orphans.found());
            }
        } catch (RuntimeException | Error away) {
            beatsInARow = 0;
            throw away;
        }
    }

    /** Our own ones too, where nothing has become of them between two beats: what should have generated them was lost. */
    private void takeOver(List<Orphan> found) {
        var adrift = found.stream()
                .filter(orphan -> generations.find(orphan.answerId()).isEmpty())
                .toList();
        adrift.stream()
                .filter(orphan -> !orphan.owner().equals(node.id()) || adriftBefore.contains(orphan))
                .filter(beingTaken::add)
                .forEach(orphan -> virtual.execute(() -> take(orphan)));
        adriftBefore = adrift;
    }

    /** One that can't be taken must not keep the others, nor pass for a missing heartbeat. */
    private void take(Orphan orphan) {
        try {
            takeover.take(orphan);
        } catch (InterruptedException shuttingDown) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failed) {
            var what = "answer " + orphan.answerId() + " of a lost node could not be taken over";
            DatabaseFailure.log(LOG, Level.SEVERE, what, failed);
        } finally {
            beingTaken.remove(orphan);
        }
    }
}
