package io.baton.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.inside.InsideTest;
import io.baton.inside.Sql;
import io.baton.platform.Ids;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Months of the ledger that are dropped; long before all others that tests use. */
class LedgerRetentionInsideIT extends InsideTest {
    private static final String USER = "0123456789abcdef0123456789abcdef";

    @Inject
    LedgerRetention retention;

    @Inject
    Partitions partitions;

    private void book(String at, String cost, boolean posted) throws SQLException {
        Sql.run("""
                insert into attempt (id, started_at, answer_id, user_id, ordinal, model, provider, outcome, source, cost, posted)
                values (gen_random_uuid(), cast(? as timestamptz), ?, ?, 1, 'gpt-4', 'openai', 'complete', 'measured',
                  cast(? as numeric), ?)
                """, at, Ids.next(), USER, cost, posted);
    }

    private static boolean exists(String partition) {
        return Sql.one("select to_regclass(?)::text is not null", partition).equals(Boolean.TRUE);
    }

    @Test
    void onlyWholeMonthsThatAreSettledAreDropped() throws SQLException {
        book("1991-01-10 00:00:00Z", "1", true);
        book("1991-02-10 00:00:00Z", null, true);
        book("1991-03-10 00:00:00Z", "1", true);
        partitions.createMissing();
        assertTrue(exists("attempt_1991_01") && exists("attempt_1991_02") && exists("attempt_1991_03"));

        assertEquals(List.of(), retention.drop(Instant.parse("1991-01-31T23:59:59Z")));
        assertEquals(List.of("attempt_1991_01"), retention.drop(Instant.parse("1991-03-15T00:00:00Z")));
        assertTrue(exists("attempt_1991_02"), "a row has no cost yet");
        assertTrue(exists("attempt_1991_03"), "the month had not ended");

        Sql.run("update attempt set cost = 0 where user_id = ? and cost is null", USER);
        assertEquals(
                List.of("attempt_1991_02", "attempt_1991_03"), retention.drop(Instant.parse("1991-04-01T00:00:00Z")));
        assertEquals(0, Sql.count("from attempt where user_id = ?", USER));
        Sql.run("delete from usage_quarter_hour where user_id = ?", USER);
    }
}
