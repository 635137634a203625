package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.testing.Api;
import io.baton.testing.Await;
import io.baton.testing.Database;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A node with thousands of answers was lost: they are taken over a few at a time, and everything else goes on. */
@Tag("long")
class ManyOrphansIT {
    private static final int ORPHANS = 3_000;
    private static final int AT_ONCE = 200;
    private static final Duration BOUND = Duration.ofMinutes(3);
    private final Api user = Api.somebody();

    @Test
    void theyAreTakenOverAFewAtATimeWhileTheNodeLivesOn() {
        user.hear(Providers.quick(1));
        var lost = UUID.randomUUID();
        var of = UUID.randomUUID().toString().replace("-", "");
        Database.run("insert into node (id, heartbeat_at) values (?, now() - interval '1 minute')", lost);
        Database.run("""
                insert into answer (id, message_id, user_id, owner, epoch, state, request, model, started_at)
                select gen_random_uuid(), gen_random_uuid(), ?, ?, 1, 'running', '{"v":1,"model":"qwen2.5"}', 'qwen2.5', now()
                from generate_series(1, ?)
                """, of, lost, ORPHANS);
        var living = Await.until(
                "nodes of other tests are known to be dead", ManyOrphansIT::living, each -> each.size() == 1);
        var unfinished = "answer where user_id = ? and state in ('running', 'stopping')";
        Await.until(
                "all are closed",
                BOUND,
                () -> {
                    assertTrue(
                            Database.count(unfinished + " and owner <> ?", of, lost) <= AT_ONCE * living.size(),
                            "no more at a time");
                    assertTrue(living().containsAll(living), "no node looks dead");
                    assertEquals(200, user.get("/api/chat/conversations").status());
                    return Database.count(unfinished, of);
                },
                left -> left == 0);
        assertEquals(
                ORPHANS, Database.count("answer where user_id = ? and state = 'failed' and ended_at is not null", of));
    }

    private static List<Object> living() {
        return Database.rows("select id from node where heartbeat_at > now() - lease_millis * interval '1 millisecond'")
                .stream()
                .map(row -> row.get("id"))
                .toList();
    }
}
