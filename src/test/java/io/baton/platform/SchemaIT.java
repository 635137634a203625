package io.baton.platform;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.hibernate.engine.jdbc.connections.internal.DriverManagerConnectionProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The check of the entities against the tables, in a database of its own. */
class SchemaIT {
    private static final String COLUMNS = """
            select c.table_name, c.column_name from information_schema.columns c
            where c.table_schema = 'public' and c.table_name not like 'attempt\\_%' and c.table_name not like 'flyway%'
            order by 1, 2
            """;
    private static final String TABLES = "select distinct table_name, '' from (" + COLUMNS + ") columns";

    private static EmbeddedPostgres postgres;
    private static EntityManagerFactory entities;

    private record Column(String table, String name) {}

    @BeforeAll
    static void theTablesAreMigrated() throws IOException {
        postgres = EmbeddedPostgres.start();
        Flyway.configure()
                .dataSource(postgres.getPostgresDatabase())
                .locations("filesystem:db/migration")
                .load()
                .migrate();
        entities = Persistence.createEntityManagerFactory(
                "baton",
                Map.of(
                        "jakarta.persistence.transactionType", "RESOURCE_LOCAL",
                        "hibernate.connection.provider_class", DriverManagerConnectionProvider.class.getName(),
                        "hibernate.connection.url", postgres.getJdbcUrl("postgres", "postgres")));
    }

    @AfterAll
    static void theServerEnds() throws IOException {
        entities.close();
        postgres.close();
    }

    @Test
    void everyTableHasAnEntity() throws SQLException {
        assertEquals(31, columns(TABLES).size());
        assertDoesNotThrow(() -> Migrations.check(entities));
    }

    @Test
    void everyColumnThatIsMissingIsNamedWithItsTable() throws SQLException {
        assertAll(columns(COLUMNS).stream().map(column -> () -> isMissed(column)));
    }

    private static void isMissed(Column column) throws SQLException {
        run("alter table %s rename column %s to renamed".formatted(column.table(), quoted(column)));
        try {
            refuses(column.table(), column.name());
        } finally {
            run("alter table %s rename column renamed to %s".formatted(column.table(), quoted(column)));
        }
    }

    private static String quoted(Column column) {
        return '"' + column.name() + '"';
    }

    @ParameterizedTest
    @CsvSource({
        "attempt, total_ms, text, integer",
        "budget, shadow, text, boolean",
        "hold, expires_at, date, timestamptz",
        "usage_quarter_hour, answers, integer, bigint",
        "node, started_at, text, timestamptz"
    })
    void aColumnOfAnotherTypeIsNamedWithItsTable(String table, String column, String other, String type)
            throws SQLException {
        change(table, column, other);
        try {
            refuses(table, column);
        } finally {
            change(table, column, type);
        }
    }

    private static void change(String table, String column, String type) throws SQLException {
        run("alter table %1$s alter column %2$s drop default".formatted(table, column));
        run("alter table %1$s alter column %2$s type %3$s using %2$s::text::%3$s".formatted(table, column, type));
    }

    private static void refuses(String table, String column) {
        var refusal = assertThrows(IllegalStateException.class, () -> Migrations.check(entities), table + "." + column);
        assertTrue(refusal.getMessage().contains("[" + column + "]"), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("[" + table + "]"), refusal.getMessage());
    }

    private static List<Column> columns(String query) throws SQLException {
        var columns = new ArrayList<Column>();
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            while (rows.next()) {
                columns.add(new Column(rows.getString(1), rows.getString(2)));
            }
        }
        return columns;
    }

    private static void run(String change) throws SQLException {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(change);
        }
    }
}
