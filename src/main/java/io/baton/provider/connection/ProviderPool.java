package io.baton.provider.connection;

import io.baton.model.Provider;
import io.baton.outage.OutageReason;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import org.eclipse.microprofile.metrics.Timer;

/** The connections to one provider. */
public final class ProviderPool {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    private final URI url;
    private final PoolLimits limits;
    private final Timer newConnections;
    private final Timer reusedConnections;
    private volatile HttpClientAccess current;
    private volatile OutageReason outage;

    /** @param waits the times that requests wait for a connection, by whether it is {@code new} or {@code reused} */
    ProviderPool(URI url, PoolLimits limits, BiFunction<String, String, Timer> waits, String provider) {
        this.url = url;
        this.limits = limits;
        this.newConnections = waits.apply(provider, "new");
        this.reusedConnections = waits.apply(provider, "reused");
    }

    /** From now on the pool is that of this REST client. */
    public HttpClientAccess attach(Object restClient) {
        var access = HttpClientAccess.to(restClient, this::leased);
        access.limit(limits.most());
        current = access;
        return access;
    }

    private void leased(Duration waited, boolean reused) {
        (reused ? reusedConnections : newConnections).update(waited);
    }

    /** The use of the connections. */
    public Provider.Connections connections() {
        return current.connections(outage == null ? null : outage.code());
    }

    /** Why the last attempt to connect ahead of requests failed; empty if it succeeded, or none was needed. */
    Optional<OutageReason> outage() {
        return Optional.ofNullable(outage);
    }

    /** Closes what has been idle for too long, and connects again. */
    void maintain() throws InterruptedException {
        var access = current;
        access.closeIdle(limits.idle());
        try {
            access.freeConnections().keep(limits.warm(), url, CONNECT_TIMEOUT);
            outage = null;
        } catch (IOException away) {
            outage = OutageReason.of(away);
        }
    }
}
