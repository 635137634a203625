package io.baton.provider.connection;

import io.baton.platform.Schedule;
import io.baton.platform.TaskScheduler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperties;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.metrics.Timer;

/** The pools of connections to all providers. Each is maintained every second, on a thread of its own. */
@ApplicationScoped
public class ProviderPools {
    private static final Duration PERIOD = Duration.ofSeconds(1);
    /** A provider that does not answer takes up to the connection time-out for each connection. */
    private static final Duration TOLERANCE = Duration.ofMinutes(10);

    @Inject
    Config settings;

    @Inject
    @ConfigProperties
    PoolConfig config;

    @Inject
    MetricRegistry metrics;

    @Inject
    TaskScheduler tasks;

    /**
     * The pool of a provider that has none yet.
     *
     * @param url      its base URL
     * @param isAsked whether requests are to be expected; otherwise nothing is connected ahead of them
     */
    public ProviderPool of(String provider, URI url, boolean isAsked) {
        var pool = new ProviderPool(url, PoolLimits.of(provider, settings, config), this::waits, provider);
        if (isAsked) {
            var schedule = new Schedule(PERIOD, TOLERANCE, false, false);
            tasks.start("connections-" + provider, schedule, pool::maintain);
        }
        return pool;
    }

    private Timer waits(String provider, String connection) {
        return metrics.timer("baton_pool_wait", new Tag("pool", provider), new Tag("connection", connection));
    }
}
