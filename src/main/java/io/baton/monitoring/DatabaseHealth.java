package io.baton.monitoring;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready only while PostgreSQL answers, for without it nothing can be asked. A full pool of connections passes: that is no reason. */
@Readiness
@ApplicationScoped
class DatabaseHealth implements HealthCheck {
    private static final int PATIENCE_SECONDS = 2;

    @Resource(lookup = "jdbc/baton-heartbeat")
    DataSource database;

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("postgresql").status(answers()).build();
    }

    private boolean answers() {
        try (var connection = database.getConnection()) {
            return connection.isValid(PATIENCE_SECONDS);
        } catch (SQLException away) {
            return false;
        }
    }
}
