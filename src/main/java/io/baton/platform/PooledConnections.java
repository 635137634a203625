package io.baton.platform;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.hibernate.engine.jdbc.connections.spi.ConnectionProvider;

/** Provides Hibernate with connections of the pool that {@link PoolInterceptor} has selected. Hibernate creates it. */
public final class PooledConnections implements ConnectionProvider {
    private static final long serialVersionUID = 1;
    private final transient Map<Pool, DataSource> pools = new ConcurrentHashMap<>();

    @Override
    public Connection getConnection() throws SQLException {
        return pools.computeIfAbsent(PoolInterceptor.chosen(), PooledConnections::find)
                .getConnection();
    }

    private static DataSource find(Pool pool) {
        try {
            return InitialContext.doLookup(pool.jndiName());
        } catch (NamingException missing) {
            throw new IllegalStateException(missing);
        }
    }

    @Override
    public void closeConnection(Connection connection) throws SQLException {
        connection.close();
    }

    /** Within a transaction the server returns the same connection again. */
    @Override
    public boolean supportsAggressiveRelease() {
        return true;
    }

    @Override
    public boolean isUnwrappableAs(Class<?> type) {
        return type.isInstance(this);
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        return type.cast(this);
    }
}
