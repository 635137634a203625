package io.baton.monitoring;

import io.baton.token.SigningKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Reports a file with signing keys that became unusable. Always up: the keys before it stay. */
@Readiness
@ApplicationScoped
class SigningKeysHealthCheck implements HealthCheck {
    @Inject
    SigningKeys keys;

    @Override
    public HealthCheckResponse call() {
        return Degradation.of("signing-keys", keys.fault()).build();
    }
}
