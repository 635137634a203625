package io.baton.monitoring;

import io.baton.token.IssuerOutages;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Reports issuers of tokens whose keys can't be fetched. Always up: own sessions, and for a while their tokens, work without. */
@Readiness
@ApplicationScoped
class IssuersHealthCheck implements HealthCheck {
    @Override
    public HealthCheckResponse call() {
        var outages = IssuerOutages.current().entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue().code())
                .collect(Collectors.joining(","));
        return Degradation.of("issuers", Optional.of(outages).filter(text -> !text.isEmpty()))
                .build();
    }
}
