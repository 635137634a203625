package io.baton.alert.evaluation;

import io.baton.routing.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.eclipse.microprofile.config.ConfigProvider;

/** How much of this node's pools is in use: those to PostgreSQL, as the server's monitoring counts it, and those to providers. */
@ApplicationScoped
class ConnectionPools {
    private static final double PERCENT = 100;

    /** The sizes in {@code server.xml}. */
    static final Map<String, Integer> SIZES = Map.of("jdbc/baton-settlement", 8, "jdbc/baton-heartbeat", 2);

    private static final String MAIN = "jdbc/baton";
    static final int MAIN_SIZE = 30;

    @Inject
    Router router;

    /** In percent, by the name of the pool; a pool that was not used yet is missing. */
    Map<String, Double> inUse() {
        var shares = new TreeMap<String, Double>();
        SIZES.forEach((pool, size) -> put(shares, pool, size));
        put(shares, MAIN, mainSize());
        router.connections().forEach((provider, pool) -> shares.put(provider, PERCENT * pool.used() / pool.most()));
        return shares;
    }

    /** Declared with the other settings of the server. */
    private static int mainSize() {
        return ConfigProvider.getConfig()
                .getOptionalValue("DB_POOL_SIZE", Integer.class)
                .orElse(MAIN_SIZE);
    }

    private static void put(Map<String, Double> shares, String pool, int size) {
        try {
            var name = new ObjectName("WebSphere:type=ConnectionPoolStats,name=" + pool);
            var server = ManagementFactory.getPlatformMBeanServer();
            var all = (Number) server.getAttribute(name, "ManagedConnectionCount");
            var free = (Number) server.getAttribute(name, "FreeConnectionCount");
            shares.put(pool, PERCENT * (all.longValue() - free.longValue()) / size);
        } catch (InstanceNotFoundException notUsedYet) {
            // it has no connection
        } catch (MalformedObjectNameException impossible) {
            throw new IllegalStateException(impossible);
        } catch (JMException unreadable) {
            throw new IllegalStateException("The statistics of the pool " + pool + " can't be read.", unreadable);
        }
    }
}
