package io.baton.monitoring;

import io.baton.outage.OutageReason;
import io.baton.platform.Redis;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import redis.clients.jedis.RedisClient;

/** Reports whether Redis is available, and why not. Always up: without Redis a node is degraded, but serves. */
@Readiness
@ApplicationScoped
class RedisHealthCheck implements HealthCheck {
    @Inject
    Redis redis;

    @Override
    public HealthCheckResponse call() {
        var reason = redis.ask(RedisClient::ping).isPresent()
                ? Optional.<String>empty()
                : Optional.of(redis.outage().map(OutageReason::code).orElse(OutageReason.TIME_OUT.code()));
        return Degradation.of("redis", reason).build();
    }
}
