package io.baton.alert.evaluation;

import io.baton.alert.state.AlertRule;
import io.baton.alert.state.Reading;
import io.baton.answerlog.LogReplicator;
import io.baton.catalog.Catalog;
import io.baton.platform.PeriodicTask;
import io.baton.platform.Redis;
import io.baton.platform.Schedule;
import io.baton.platform.TaskScheduler;
import io.baton.routing.ModelHealth;
import io.baton.statistics.CounterAudit;
import io.baton.statistics.RollUpAudit;
import io.baton.token.TlsCertificate;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/** Every period reports what only this node can see of itself. In good times that is nearly nothing. */
@ApplicationScoped
class NodeReport {
    private static final double MILLIS = 1_000;
    private static final double SECONDS_A_DAY = 86_400;
    private static final Duration READ_KEY_EVERY = Duration.ofHours(1);

    @Inject
    NodeReadingStore reports;

    @Inject
    TaskScheduler tasks;

    @Inject
    ConnectionPools pools;

    @Inject
    LogReplicator logs;

    @Inject
    Redis redis;

    @Inject
    Catalog catalog;

    @Inject
    ModelHealth health;

    @Inject
    TlsCertificate certificate;

    @Inject
    CounterAudit counters;

    @Inject
    RollUpAudit rollUps;

    @Inject
    Clock clock;

    @Inject
    @ConfigProperties
    AlertConfig config;

    private long redisAnsweredAt = System.nanoTime();
    private Expiry expiry = new Expiry(Instant.MIN, Instant.MAX);

    /** Decrypting the file takes long enough to do so only once an hour. */
    private record Expiry(Instant readAt, Instant at) {}

    void begin(@Observes @Priority(6) Startup startup) {
        tasks.start("alert-node-report", Schedule.every(config.period), () -> reports.replace(readings()));
    }

    private List<Reading> readings() {
        var readings = new ArrayList<Reading>();
        for (var task : tasks.all()) {
            if (task.state() == PeriodicTask.State.LATE) {
                var seconds = task.sinceSuccess().toSeconds();
                readings.add(Reading.of(AlertRule.TASK_LATE, "task:" + task.name(), seconds, 0));
            }
        }
        pools.inUse().forEach((pool, percent) -> add(readings, AlertRule.POOL_EXHAUSTED, "pool:" + pool, percent));
        add(readings, AlertRule.LOG_LAG, Reading.SITE, logs.lag().toMillis() / MILLIS);
        add(readings, AlertRule.REDIS_AWAY, Reading.SITE, redisAway().toSeconds());
        add(readings, AlertRule.DRIFT, "figures:live", counters.last().drifting());
        add(readings, AlertRule.DRIFT, "figures:roll-up", rollUps.last().drifting());
        catalog.models().stream()
                .filter(health::isUnreachable)
                .forEach(model -> readings.add(ClusterReadings.closed(model)));
        var left = Duration.between(clock.instant(), keyExpiry(clock.instant())).toSeconds() / SECONDS_A_DAY;
        readings.add(Reading.of(AlertRule.KEY_EXPIRY, "key:default", left, 0));
        return readings;
    }

    private Instant keyExpiry(Instant now) {
        if (expiry.readAt().isBefore(now.minus(READ_KEY_EVERY))) {
            expiry = new Expiry(now, certificate.expiresAt());
        }
        return expiry.at();
    }

    private Duration redisAway() {
        var now = System.nanoTime();
        if (redis.isAvailable()) {
            redisAnsweredAt = now;
        }
        return Duration.ofNanos(now - redisAnsweredAt);
    }

    private static void add(List<Reading> readings, AlertRule rule, String subject, double value) {
        if (value > 0) {
            readings.add(Reading.of(rule, subject, value, 0));
        }
    }
}
