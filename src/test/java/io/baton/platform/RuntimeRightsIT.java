package io.baton.platform;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a database role may do that does not own the tables, in a database of its own. */
class RuntimeRightsIT {
    private static final String RECORD = """
            insert into audit_record (proof, action, node) values ('none', 'budget-set', gen_random_uuid())
            """;
    private static EmbeddedPostgres postgres;
    private static DataSource application;

    @BeforeAll
    static void theTablesHaveAnotherOwner() throws IOException, SQLException {
        postgres = EmbeddedPostgres.start();
        run(postgres.getPostgresDatabase(), "create role application login");
        Flyway.configure()
                .dataSource(postgres.getPostgresDatabase())
                .locations("filesystem:db/migration")
                .callbackLocations("filesystem:db/callback")
                .placeholders(Map.of("application", "application"))
                .load()
                .migrate();
        application = postgres.getDatabase("application", "postgres");
        run(application, RECORD);
    }

    @AfterAll
    static void theServerEnds() throws IOException {
        postgres.close();
    }

    @Test
    void itReadsAndWritesWhatIsNotTheAudit() {
        assertDoesNotThrow(() -> run(application, "insert into node (id) values (gen_random_uuid())"));
        assertDoesNotThrow(() -> run(application, "update node set heartbeat_at = now()"));
        assertDoesNotThrow(() -> run(application, "delete from node"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit_record set action = 'sign-in'",
                "delete from audit_record",
                "truncate audit_record",
                "update audit_person set name = null",
                "delete from audit_person",
                "alter table audit_record disable trigger all",
                "drop trigger audit_record_update on audit_record",
                "drop table audit_record",
                "set session_replication_role = replica",
                "delete from flyway_schema_history",
                "create or replace function audit_refuse() returns trigger language plpgsql as 'begin return new; end'"
            })
    void itOnlyAppendsToTheAudit(String change) {
        var refused = assertThrows(SQLException.class, () -> run(application, change), change);
        assertEquals("42501", refused.getSQLState(), refused.getMessage());
    }

    @Test
    void itForgetsNothingYoung() throws SQLException {
        assertEquals(0, number("select audit_forget(now() + interval '1 day', 1000)"));
    }

    @Test
    void theClockIsTheDatabases() throws SQLException {
        run(application, """
                insert into audit_record (at, proof, action, node) values ('2020-01-01', 'none', 'sign-in', gen_random_uuid())
                """);
        assertEquals(0, number("select count(*) from audit_record where at < now() - interval '1 hour'"));
        assertThrows(
                SQLException.class,
                () -> run(application, RECORD.replace("(proof", "(seq, proof").replace("('none'", "(1, 'none'")));
    }

    private static int number(String sql) throws SQLException {
        try (var connection = application.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static void run(DataSource database, String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
