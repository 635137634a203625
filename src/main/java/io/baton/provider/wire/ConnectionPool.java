package io.baton.provider.wire;

import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.eclipse.microprofile.rest.client.spi.RestClientBuilderListener;

/**
 * Lets each provider have as many connections as answers may run: the client's own limit is 50, beyond which a call waits in
 * silence. Found as a service.
 */
public final class ConnectionPool implements RestClientBuilderListener {
    static final int SIZE = 2_000;

    @Override
    public void onNewBuilder(RestClientBuilder builder) {
        builder.property("resteasy.connectionPoolSize", SIZE);
    }
}
