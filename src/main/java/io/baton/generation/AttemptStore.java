package io.baton.generation;

import io.baton.answer.GenerationJob;
import io.baton.answer.OpenedAttempt;
import io.baton.answer.OwnedAttempts;
import io.baton.answerlog.Receipt;
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
 * Records each further request of an answer before it is sent: in PostgreSQL, or while that is away in Redis, beside the answer's
 * log. If both are away, it retries for up to 30 seconds.
 */
@ApplicationScoped
class AttemptStore {
    private static final Logger LOG = Logger.getLogger(AttemptStore.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PAUSE_MILLIS = 500;

    @Inject
    OwnedAttempts attempts;

    @Inject
    Holds holds;

    @Inject
    RedisAttempts redisAttempts;

    @Inject
    Lease lease;

    /** Where a request was recorded. */
    enum Place {
        DATABASE,
        REDIS,
        /** Not recorded: a budget has no room for it. It must not be sent. */
        NOWHERE
    }

    /**
     * A request to record, and what PostgreSQL stores with it.
     *
     * @param opened  this request, after those that only Redis has
     * @param settled earlier attempts
     * @param needed  the hold that the answer needs before the request is sent; null: the present one is enough
     */
    record Entry(List<OpenedAttempt> opened, List<Settlement> settled, Money needed) {
        OpenedAttempt last() {
            return opened.getLast();
        }
    }

    /**
     * Blocks until the request is recorded.
     *
     * @throws InterruptedException  if the answer is cancelled meanwhile
     * @throws OwnedAttempts.NotOurs if another node owns the answer
     * @throws RuntimeException      if the request can't be recorded
     */
    Place record(GenerationJob job, Entry entry, Cancellation cancellation) throws InterruptedException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        if (!lease.isValid() && recordInRedis(job, entry)) {
            return Place.REDIS; // PostgreSQL has not answered for more than a second
        }
        while (true) {
            try {
                return job.trace().step("tx-attempt", () -> recordInDatabase(job, entry));
            } catch (RuntimeException failure) {
                if (!DatabaseFailure.isTransient(failure) || System.nanoTime() > deadline) {
                    throw failure;
                }
                DatabaseFailure.log(
                        LOG, Level.WARNING, "request " + entry.last().attempt() + " could not be stored", failure);
            }
            if (recordInRedis(job, entry)) {
                return Place.REDIS;
            }
            cancellation.run(() -> {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                return null;
            });
        }
    }

    private Place recordInDatabase(GenerationJob job, Entry entry) {
        if (entry.needed() != null) {
            try {
                holds.raise(job.answerId(), entry.needed());
            } catch (Problem usedUp) {
                return Place.NOWHERE;
            }
        }
        attempts.open(job, entry.opened(), entry.settled());
        return Place.DATABASE;
    }

    /** False if a budget must hold more for it, because only PostgreSQL can check that, or if Redis did not record it. */
    private boolean recordInRedis(GenerationJob job, Entry entry) {
        if (entry.needed() != null && job.held().onBudget()) {
            return false;
        }
        var receipt = redisAttempts.record(job.answerId(), job.epoch(), entry.last());
        return receipt.isPresent()
                && switch (receipt.get()) {
                    case Receipt.Has has -> true;
                    case Receipt.Missing missing -> false;
                    case Receipt.Sealed sealed -> throw new OwnedAttempts.NotOurs(job.answerId());
                };
    }
}
