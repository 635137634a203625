package io.baton.chat;

import io.baton.platform.Redis;
import io.baton.platform.Virtual;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Tells all nodes at once that an answer is to stop. The row in PostgreSQL says so too, and decides: an owner that was not
 * reached sees it there at its next heartbeat.
 */
@ApplicationScoped
class Stops {
    private static final Logger LOG = Logger.getLogger(Stops.class.getName());
    private static final String CHANNEL = "baton:stops";

    @Inject
    Redis redis;

    @Inject
    Generations generations;

    @Inject
    @Virtual
    ManagedExecutorService virtual;

    private volatile boolean over;

    void begin(@Observes @Priority(5) Startup startup) {
        virtual.execute(this::listen);
    }

    @PreDestroy
    void end() {
        over = true;
    }

    /** Stops what runs here, and has the other nodes do so. */
    void stop(Collection<UUID> answers) {
        for (var id : answers) {
            if (!generations.stop(id)) {
                redis.publish(CHANNEL, id.toString());
            }
        }
    }

    private void listenOnce() {
        try {
            redis.listen(CHANNEL, id -> generations.stop(UUID.fromString(id)));
        } catch (RuntimeException notOurs) {
            LOG.log(Level.WARNING, "not a stop: {0}", notOurs.getMessage());
        }
    }

    private void listen() {
        try {
            while (!over) {
                listenOnce();
                TimeUnit.SECONDS.sleep(1);
            }
        } catch (InterruptedException shuttingDown) {
            Thread.currentThread().interrupt();
        }
    }
}
