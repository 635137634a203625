package io.baton.monitoring;

import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** What a node does without: it goes on serving, so its check is up. */
final class Degradation {
    private Degradation() {}

    /** @param reason empty: all is well */
    static HealthCheckResponseBuilder of(String check, Optional<String> reason) {
        var response = HealthCheckResponse.named(check).up().withData("degraded", reason.isPresent());
        reason.ifPresent(known -> response.withData("reason", known));
        return response;
    }
}
