package io.baton.monitoring;

import io.baton.token.Issuers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Reports issuers of tokens whose keys can't be fetched. Always up: own sessions, and tokens with known keys, work without. */
@Readiness
@ApplicationScoped
class IssuersHealthCheck implements HealthCheck {
    @Inject
    Issuers issuers;

    @Override
    public HealthCheckResponse call() {
        var outages = issuers.away().entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue().code())
                .collect(Collectors.joining(","));
        return Degradation.of("issuers", Optional.of(outages).filter(text -> !text.isEmpty()))
                .build();
    }
}
