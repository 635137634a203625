package io.baton.monitoring;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.metrics.MetricRegistry;

/**
 * Prevents pages of other origins from reading {@code /metrics}. The server's library allows every origin by headers in
 * a static map, without a setting for it, and none of our filters is on that path; so this clears the map.
 */
@ApplicationScoped
class MetricsOrigins {
    private static final Logger LOG = Logger.getLogger(MetricsOrigins.class.getName());

    @Inject
    MetricRegistry metrics;

    void close(@Observes Startup starting) {
        try {
            var headers = metrics.getClass()
                    .getClassLoader()
                    .loadClass("io.smallrye.metrics.MetricsRequestHandler")
                    .getDeclaredField("corsHeaders");
            headers.setAccessible(true);
            ((Map<?, ?>) headers.get(null)).clear();
        } catch (ReflectiveOperationException | RuntimeException changed) {
            LOG.log(Level.WARNING, "Pages of any origin can read /metrics: the metrics library has changed", changed);
        }
    }
}
