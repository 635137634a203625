package io.baton.platform;

import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceUnit;
import jakarta.persistence.SchemaValidationException;
import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Migrates the database before anything else starts, then validates the entities against it. */
@ApplicationScoped
class Migrations {
    /** Observers of {@link Startup} that use the database run after this. */
    static final int FIRST = 1;

    @Resource(lookup = "jdbc/baton-migrations")
    DataSource database;

    @Resource(lookup = "jdbc/baton")
    DataSource application;

    @PersistenceUnit
    EntityManagerFactory entities;

    void migrate(@Observes @Priority(FIRST) Startup startup) throws SQLException {
        var flyway = Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(database)
                .locations("classpath:db/migration")
                .callbackLocations("classpath:db/callback")
                .placeholders(Map.of("application", role(application)))
                .load();
        flyway.migrate();
        if (flyway.info().applied().length == 0) {
            throw new IllegalStateException("No migration was found in the WAR.");
        }
        check(entities);
    }

    private static String role(DataSource source) throws SQLException {
        try (var connection = source.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select current_user")) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** @throws IllegalStateException naming what does not fit */
    static void check(EntityManagerFactory entities) {
        try {
            entities.getSchemaManager().validate();
        } catch (SchemaValidationException mismatch) {
            var found = Stream.of(mismatch.getFailures()).map(Throwable::getMessage);
            throw new IllegalStateException(
                    "The entities do not fit the tables. " + found.collect(Collectors.joining(" ")), mismatch);
        }
    }
}
