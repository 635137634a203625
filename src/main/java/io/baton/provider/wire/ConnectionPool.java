package io.baton.provider.wire;

import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.eclipse.microprofile.rest.client.spi.RestClientBuilderListener;

/**
 * Raises the connection limit per provider to the number of answers that may run; beyond the client's default of 50 a
 * call waits. Loaded as a service.
 */
public final class ConnectionPool implements RestClientBuilderListener {
    static final int SIZE = 2_000;

    @Override
    public void onNewBuilder(RestClientBuilder builder) {
        builder.property("resteasy.connectionPoolSize", SIZE);
    }
}
