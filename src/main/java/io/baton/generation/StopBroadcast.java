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
 * Tells all nodes at once that an answer is to stop. The row in PostgreSQL says so too, and decides: an owner that was not
 * reached sees it there at its next heartbeat.
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

    /** Stops what runs here, and has the other nodes do so. */
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
