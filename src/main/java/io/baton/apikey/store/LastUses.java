package io.baton.apikey.store;

import io.baton.platform.Schedule;
import io.baton.platform.TaskScheduler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** When each key was last used on this node, stored once a minute, so that no request waits for it. */
@ApplicationScoped
class LastUses {
    private static final Schedule STORE = Schedule.every(Duration.ofMinutes(1));

    @Inject
    KeyStore keys;

    @Inject
    TaskScheduler tasks;

    @Inject
    Clock clock;

    private final Map<UUID, Instant> unstored = new ConcurrentHashMap<>();

    void begin(@Observes @Priority(4) Startup startup) {
        tasks.start("api-key-uses", STORE, this::store);
    }

    void end(@Observes @Priority(2) Shutdown shutdown) {
        store();
    }

    void used(UUID key) {
        unstored.put(key, clock.instant());
    }

    /** In the order of the ids, so that nodes never wait for each other in a circle. */
    void store() {
        var uses = new TreeMap<>(unstored);
        if (!uses.isEmpty()) {
            keys.used(uses);
            uses.forEach(unstored::remove);
        }
    }
}
