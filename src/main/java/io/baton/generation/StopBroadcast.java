package io.baton.generation;

import io.baton.platform.Redis;
import io.baton.platform.Schedule;
import io.baton.platform.TaskScheduler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.UUID;

/**
 * Sends the stop of an answer to all nodes. The state of its row in PostgreSQL decides: an owner that misses the message sees that
 * state at its next heartbeat.
 */
@ApplicationScoped
public class StopBroadcast {
    private static final String CHANNEL = "baton:stops";
    private static final Duration PAUSE = Duration.ofSeconds(1);

    @Inject
    Redis redis;

    @Inject
    RunningAnswers runningAnswers;

    @Inject
    TaskScheduler tasks;

    void begin(@Observes @Priority(5) Startup startup) {
        tasks.start("stop-listener", Schedule.every(PAUSE).withEndlessRuns(), this::listen);
    }

    /** Stops answers here, or on the nodes that generate them. */
    public void stop(Collection<UUID> answers) {
        for (var id : answers) {
            if (!runningAnswers.stop(id)) {
                redis.publish(CHANNEL, id.toString());
            }
        }
    }

    private void listen() {
        redis.listen(CHANNEL, id -> runningAnswers.stop(UUID.fromString(id)));
    }
}
