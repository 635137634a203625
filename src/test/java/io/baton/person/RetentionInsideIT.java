package io.baton.person;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baton.inside.InsideTest;
import io.baton.inside.Sql;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is deleted once it was kept long enough; long before all that other tests use. */
class RetentionInsideIT extends InsideTest {
    private static final Instant CUTOFF = Instant.parse("1990-01-01T00:00:00Z");
    private static final String USER = "0123456789abcdef0123456789abcde1";

    @Inject
    Retention retention;

    private static UUID conversation(String updated) throws SQLException {
        var id = UUID.randomUUID();
        Sql.run("""
                insert into conversation (id, user_id, title, model, next_position, message_count, created_at, updated_at)
                values (?, ?, 'title', 'gpt-4', 1, 0, cast(? as timestamptz), cast(? as timestamptz))
                """, id, USER, updated, updated);
        return id;
    }

    private static UUID answer(UUID conversation, String state, String ended) throws SQLException {
        var id = UUID.randomUUID();
        Sql.run("""
                insert into answer (id, conversation_id, message_id, user_id, owner, epoch, state, request, model, started_at, ended_at)
                values (?, ?, ?, ?, ?, 1, ?, '{}', 'gpt-4', now(), cast(? as timestamptz))
                """, id, conversation, UUID.randomUUID(), USER, UUID.randomUUID(), state, ended);
        return id;
    }

    private static long count(String table, UUID id) {
        return Sql.count("from " + table + " where id = ?", id);
    }

    @Test
    void conversationsAreDeletedUnlessAnAnswerRuns() throws SQLException {
        var old = conversation("1989-12-31 00:00:00Z");
        var young = conversation("1990-01-02 00:00:00Z");
        var running = conversation("1989-12-30 00:00:00Z");
        var answer = answer(running, "running", null);
        retention.deleteConversations(CUTOFF);
        assertEquals(0, count("conversation", old));
        assertEquals(1, count("conversation", young));
        assertEquals(1, count("conversation", running));
        Sql.run("delete from answer where id = ?", answer);
        Sql.run("delete from conversation where user_id = ?", USER);
    }

    @Test
    void onlyAnswersWithoutAConversationAreDeleted() throws SQLException {
        var conversation = conversation("1989-12-31 00:00:00Z");
        var kept = answer(conversation, "done", "1989-12-31 00:00:00Z");
        var old = answer(null, "done", "1989-12-31 00:00:00Z");
        var young = answer(null, "done", "1990-01-02 00:00:00Z");
        retention.deleteAnswers(CUTOFF);
        assertEquals(1, count("answer", kept));
        assertEquals(0, count("answer", old));
        assertEquals(1, count("answer", young));
        Sql.run("delete from answer where user_id = ?", USER);
        Sql.run("delete from conversation where user_id = ?", USER);
    }
}
