package io.baton.apikey.store;

import io.baton.platform.DatabaseFailure;
import io.baton.platform.Problem;
import io.baton.platform.Redis;
import io.baton.platform.Schedule;
import io.baton.platform.TaskScheduler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Checks API keys. Each node has all keys in memory and reads every second which have changed, so a request costs no statement and a
 * revocation takes effect everywhere within two seconds; Redis, where it is available, makes that a few milliseconds.
 */
@ApplicationScoped
public class ApiKeys {
    private static final Logger LOG = Logger.getLogger(ApiKeys.class.getName());
    private static final String CHANNEL = "baton:keys";
    private static final Schedule REFRESH = Schedule.every(Duration.ofSeconds(1));

    /** A change may become visible this long after its time, when its transaction commits. */
    private static final Duration OVERLAP = Duration.ofMinutes(1);

    private static final Duration EVER = Duration.ofDays(36_500);

    /** A key that is not known may be new; but a flood of them must not become one of statements. */
    private static final Duration BETWEEN_SEARCHES = Duration.ofMillis(100);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    @Inject
    KeyStore store;

    @Inject
    LastUses uses;

    @Inject
    Redis redis;

    @Inject
    TaskScheduler tasks;

    @Inject
    Clock clock;

    private final KnownKeys known = new KnownKeys();
    private final CopyOnWriteArrayList<Consumer<UUID>> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock refreshing = new ReentrantLock();
    private long refreshedAt = System.nanoTime() - EVER.toNanos();
    private volatile long searchedAt = System.nanoTime() - BETWEEN_SEARCHES.toNanos();
    private volatile boolean isBehind;

    void begin(@Observes @Priority(4) Startup startup) {
        tasks.startAtOnce("api-keys", REFRESH, this::refresh);
        tasks.start("api-key-listener", REFRESH.withEndlessRuns(), () -> redis.listen(CHANNEL, id -> refreshSoon()));
    }

    /** Calls {@code listener} with each key that is revoked or erased from now on, on whichever node. It must not block. */
    public void onRevocation(Consumer<UUID> listener) {
        listeners.add(listener);
    }

    public boolean isRevoked(UUID id) {
        return known.isRevoked(id);
    }

    /**
     * The key that a request presents.
     *
     * @param address of the client
     * @throws Problem 401 if it is not valid, 403 if it may not be used from there, 503 if a key that is not known here can't be looked
     *     up
     */
    public ApiKey check(String token, String address) {
        var text = new KeyText(token);
        if (!text.isIntact()) {
            throw refused("problem.key-form");
        }
        var now = clock.instant();
        var secret = find(text);
        if (secret == null || secret.hasEnded(now)) {
            throw refused("problem.key-unknown");
        }
        var key = secret.key();
        if (key.isRevoked()) {
            throw refused("problem.key-revoked");
        }
        if (key.isExpired(now)) {
            throw refused("problem.key-expired");
        }
        if (!key.mayComeFrom(address)) {
            throw Problem.forbidden("problem.key-address", address);
        }
        uses.used(key.id());
        return key;
    }

    private static Problem refused(String why) {
        return Problem.of(Problem.Kind.NOT_SIGNED_IN, why);
    }

    private Secret find(KeyText text) {
        var secret = known.find(text.locator());
        if (secret == null) {
            search();
            secret = known.find(text.locator());
        }
        return secret != null && secret.isThatOf(text) ? secret : null;
    }

    /** Reads the keys that other nodes have made within the last second, unless that was just done. */
    private void search() {
        refreshing.lock();
        try {
            if (System.nanoTime() - searchedAt > BETWEEN_SEARCHES.toNanos()) {
                searchedAt = System.nanoTime();
                refresh();
            }
        } catch (RuntimeException failed) {
            DatabaseFailure.log(LOG, Level.WARNING, "an API key can't be looked up", failed);
        }
        var isUndecided = isBehind;
        refreshing.unlock();
        if (isUndecided) {
            throw Problem.temporary(Problem.Kind.UNAVAILABLE, RETRY_AFTER, "problem.key-not-checked");
        }
    }

    /** Call it after a key was changed: this node sees the change at once, the others a moment later. */
    public void changed(UUID id) {
        refreshSoon();
        redis.publish(CHANNEL, id.toString());
    }

    private void refreshSoon() {
        try {
            refresh();
        } catch (RuntimeException away) {
            // the next run of the task tries again
        }
    }

    void refresh() {
        refreshing.lock();
        try {
            var began = System.nanoTime();
            isBehind = true;
            known.put(store.changedWithin(OVERLAP.plusNanos(began - refreshedAt)))
                    .forEach(this::tell);
            if (store.count(null) < known.size()) {
                known.retain(store.ids()).forEach(this::tell); // some were erased with their owner
            }
            refreshedAt = began;
            isBehind = false;
        } finally {
            refreshing.unlock();
        }
    }

    private void tell(UUID revoked) {
        listeners.forEach(listener -> listener.accept(revoked));
    }
}
