package io.baton.provider.connection;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.eclipse.microprofile.rest.client.spi.RestClientBuilderListener;

/**
 * What each REST client is built with: by default only 50 calls run at once, and all others wait without end. Loaded as
 * a service.
 */
public final class PoolDefaults implements RestClientBuilderListener {
    private static final int MOST = 2_000;
    /** After this time a connection is not used again, so that a provider may move to other addresses. */
    private static final long LONGEST_USE_MINUTES = 10;

    private static final Duration WAIT = Duration.ofSeconds(3);

    @Override
    public void onNewBuilder(RestClientBuilder builder) {
        var wait = ConfigProvider.getConfig()
                .getOptionalValue("provider-connections.wait", Duration.class)
                .orElse(WAIT);
        builder.property("resteasy.connectionPoolSize", MOST);
        builder.property("resteasy.connectionTTL", List.of(LONGEST_USE_MINUTES, TimeUnit.MINUTES));
        builder.property("resteasy.connectionCheckoutTimeout", List.of(wait.toMillis(), TimeUnit.MILLISECONDS));
    }
}
