package io.baton.provider.connection;

import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/**
 * The limits of one provider's pool.
 *
 * @param most the maximum of open connections
 * @param warm free connections that are kept open
 * @param idle how long a connection may be idle
 */
record PoolLimits(int most, int warm, Duration idle) {
    /** What is set for this provider, otherwise for all. */
    static PoolLimits of(String provider, Config settings, PoolConfig all) {
        var own = "provider-connections." + provider + ".";
        return new PoolLimits(
                settings.getOptionalValue(own + "most", Integer.class).orElse(all.most),
                settings.getOptionalValue(own + "warm", Integer.class).orElse(all.warm),
                settings.getOptionalValue(own + "idle", Duration.class).orElse(all.idle));
    }
}
