package io.baton.monitoring;

import io.baton.platform.Redis;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import redis.clients.jedis.RedisClient;

/** Reports whether Redis is available. Always up: without Redis a node is degraded, but serves. */
@Readiness
@ApplicationScoped
class RedisHealthCheck implements HealthCheck {
    @Inject
    Redis redis;

    @Override
    public HealthCheckResponse call() {
        var answers = redis.ask(RedisClient::ping).isPresent();
        return HealthCheckResponse.named("redis")
                .up()
                .withData("degraded", !answers)
                .build();
    }
}
