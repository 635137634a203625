package io.baton.generation;

import io.baton.answer.GenerationJob;
import io.baton.answer.OpenedAttempt;
import io.baton.answer.OwnedAttempts;
import io.baton.answerlog.RedisAnswerLog.Receipt;
import io.baton.budget.Holds;
import io.baton.cluster.Lease;
import io.baton.ledger.Settlement;
import io.baton.model.Money;
import io.baton.platform.DatabaseFailure;
import io.baton.platform.Problem;
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
class AttemptStore {
    private static final Logger LOG = Logger.getLogger(AttemptStore.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PAUSE_MILLIS = 500;

    @Inject
    OwnedAttempts requests;

    @Inject
    Holds holds;

    @Inject
    RedisAttempts shared;

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
    record Entry(List<OpenedAttempt> opened, List<Settlement> settled, Money needed) {
        OpenedAttempt last() {
            return opened.getLast();
        }
    }

    /**
     * Blocks until it is recorded.
     *
     * @param cancellation of the answer: once it is closed nothing is waited for
     * @throws InterruptedException where the answer was stopped meanwhile
     * @throws OwnedAttempts.NotOurs where another node owns the answer
     */
    Place record(GenerationJob job, Entry entry, Cancellation cancellation) throws InterruptedException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        if (!lease.isValid() && inLog(job, entry)) {
            return Place.LOG; // PostgreSQL has not answered for seconds
        }
        while (true) {
            try {
                return inDatabase(job, entry);
            } catch (RuntimeException failure) {
                if (!DatabaseFailure.isTransient(failure) || System.nanoTime() > deadline) {
                    throw failure;
                }
                DatabaseFailure.log(
                        LOG, Level.WARNING, "request " + entry.last().attempt() + " could not be stored", failure);
            }
            if (inLog(job, entry)) {
                return Place.LOG;
            }
            cancellation.listen(() -> {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                return null;
            });
        }
    }

    private Place inDatabase(GenerationJob job, Entry entry) {
        if (entry.needed() != null) {
            try {
                holds.raise(job.answerId(), entry.needed());
            } catch (Problem usedUp) {
                return Place.NOWHERE;
            }
        }
        requests.open(job, entry.opened(), entry.settled());
        return Place.DATABASE;
    }

    /** Never where a budget must hold more for it: only PostgreSQL can say whether that may be. */
    private boolean inLog(GenerationJob job, Entry entry) {
        if (entry.needed() != null && job.held().onBudget()) {
            return false;
        }
        var receipt = shared.record(job.answerId(), job.epoch(), entry.last());
        return receipt.isPresent()
                && switch (receipt.get()) {
                    case Receipt.Has has -> true;
                    case Receipt.Missing missing -> false;
                    case Receipt.Sealed sealed -> throw new OwnedAttempts.NotOurs(job.answerId());
                };
    }
}
