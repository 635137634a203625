package io.baton.chat;

import io.baton.chat.SharedLog.Receipt;
import io.baton.model.Money;
import io.baton.platform.DatabaseFailure;
import io.baton.platform.Problem;
import io.baton.usage.Holds;
import io.baton.usage.Settlement;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Records each further request of an answer before it leaves: in PostgreSQL, or while that is away beside the answer's log in
 * Redis. While neither takes it, it waits for half a minute at most.
 */
@ApplicationScoped
class Recorder {
    private static final Logger LOG = Logger.getLogger(Recorder.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PAUSE_MILLIS = 500;

    @Inject
    Requests requests;

    @Inject
    Holds holds;

    @Inject
    SharedAttempts shared;

    @Inject
    Lease lease;

    /** Where it was recorded. */
    enum Place {
        DATABASE,
        LOG,
        /** Nowhere: a budget has no room for it, so it must not leave. */
        NOWHERE
    }

    /**
     * A request, and what PostgreSQL is to learn with it.
     *
     * @param opened  it, after those that only Redis has
     * @param settled attempts before it
     * @param needed  what must be held for the answer before it leaves; null: no more than is
     */
    record Entry(List<Opened> opened, List<Settlement> settled, Money needed) {
        Opened last() {
            return opened.getLast();
        }
    }

    /**
     * Blocks until it is recorded.
     *
     * @param ear of the answer: once it is closed nothing is waited for
     * @throws InterruptedException where the answer was stopped meanwhile
     * @throws Requests.NotOurs where another node owns the answer
     */
    Place record(Assignment assignment, Entry entry, Ear ear) throws InterruptedException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        if (!lease.isSure() && inLog(assignment, entry)) {
            return Place.LOG; // PostgreSQL has not answered for seconds
        }
        while (true) {
            try {
                return inDatabase(assignment, entry);
            } catch (RuntimeException failure) {
                if (!DatabaseFailure.canHeal(failure) || System.nanoTime() > deadline) {
                    throw failure;
                }
                DatabaseFailure.log(
                        LOG, Level.WARNING, "request " + entry.last().attempt() + " could not be stored", failure);
            }
            if (inLog(assignment, entry)) {
                return Place.LOG;
            }
            ear.listen(() -> {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                return null;
            });
        }
    }

    private Place inDatabase(Assignment assignment, Entry entry) {
        if (entry.needed() != null) {
            try {
                holds.raise(assignment.answerId(), entry.needed());
            } catch (Problem usedUp) {
                return Place.NOWHERE;
            }
        }
        requests.open(assignment, entry.opened(), entry.settled());
        return Place.DATABASE;
    }

    /** Never where a budget must hold more for it: only PostgreSQL can say whether that may be. */
    private boolean inLog(Assignment assignment, Entry entry) {
        if (entry.needed() != null && assignment.held().onBudget()) {
            return false;
        }
        var receipt = shared.record(assignment.answerId(), assignment.epoch(), entry.last());
        return receipt.isPresent()
                && switch (receipt.get()) {
                    case Receipt.Has has -> true;
                    case Receipt.Missing missing -> false;
                    case Receipt.Sealed sealed -> throw new Requests.NotOurs(assignment.answerId());
                };
    }
}
