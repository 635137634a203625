package io.baton.platform;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baton.inside.InsideTest;
import io.baton.inside.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceUnit;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class MigrationsInsideIT extends InsideTest {
    @Inject
    Schema schema;

    @Inject
    Clock clock;

    @ApplicationScoped
    static class Schema {
        @PersistenceUnit
        EntityManagerFactory entities;

        void validate() throws Exception {
            entities.getSchemaManager().validate();
        }
    }

    @Test
    void theEntitiesFitTheMigratedTables() {
        assertDoesNotThrow(schema::validate);
        assertEquals(0, Sql.count("from flyway_schema_history where not success"));
    }

    @Test
    void theLedgerHasThisMonthsPartitionAndTheNextTwo() {
        var month = YearMonth.now(clock.withZone(ZoneOffset.UTC));
        for (var ahead = 0; ahead <= 2; ahead++) {
            assertEquals(1, partitionsOf(month.plusMonths(ahead)), month + " + " + ahead);
        }
    }

    private static long partitionsOf(YearMonth month) {
        return Sql.count(
                "from pg_inherits where inhparent = 'attempt'::regclass and inhrelid = to_regclass(?)",
                "attempt_%04d_%02d".formatted(month.getYear(), month.getMonthValue()));
    }
}
