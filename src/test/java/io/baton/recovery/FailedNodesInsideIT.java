package io.baton.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baton.cluster.Lease;
import io.baton.cluster.Node;
import io.baton.inside.InsideTest;
import io.baton.inside.Sql;
import io.baton.recovery.OrphanedAnswers.Orphan;
import io.baton.testing.Await;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whom this node takes answers from, and whom it leaves alone. */
class FailedNodesInsideIT extends InsideTest {
    @Inject
    OrphanedAnswers orphanedAnswers;

    @Inject
    Lease lease;

    @Inject
    Node node;

    private final UUID other = UUID.randomUUID();
    private final UUID answer = UUID.randomUUID();

    @BeforeEach
    void thisNodeCouldTakeOver() {
        Await.until("the lease is held", lease::heldFor, held -> held.compareTo(Lease.LENGTH) >= 0);
    }

    @AfterEach
    void nothingIsLeft() throws SQLException {
        Sql.run("delete from answer where owner = ?", other);
        Sql.run("delete from node where id = ?", other);
    }

    @Test
    void aNodeIsJudgedByItsOwnLease() throws SQLException {
        otherWithLeaseOf(2_000);
        otherHasBeat("3 seconds");
        Await.until("it is taken over", this::owner, owner -> owner.equals(node.id()));
    }

    @Test
    void aVersionThatDoesNotWriteItsLeaseHasSixSeconds() throws SQLException {
        Sql.run("insert into node (id, heartbeat_at) values (?, now() - interval '1 minute')", other);
        assertEquals(6_000, Sql.one("select lease_millis from node where id = ?", other));
    }

    @Test
    void anotherLeaseOutlastsThisOne() throws SQLException {
        var failed = UUID.randomUUID();
        otherWithLeaseOf(3_600_000);
        otherHasBeat("30 minutes");
        Sql.run(
                "insert into node (id, heartbeat_at, lease_millis) values (?, now() - interval '1 minute', 2000)",
                failed);
        var dead = UUID.randomUUID();
        insert(dead, failed);
        Await.until(
                "the answer of a dead one beside it is taken over",
                () -> Sql.one("select owner from answer where id = ?", dead),
                owner -> owner.equals(node.id()));
        assertEquals(other, owner());
        assertEquals(Optional.empty(), orphanedAnswers.takeOver(new Orphan(answer, other, 1, false)));
        assertEquals(other, owner());
    }

    /** What a slow or paused database does to all nodes at once. */
    @Test
    void aNodeWhoseOwnHeartbeatsWaitDeclaresNobodyDead() throws SQLException {
        Sql.whileHeld("select from node where id = '" + node.id() + "' for share", () -> {
            Await.until("the lease has lapsed", lease::heldFor, held -> held.isZero());
            try {
                otherWithLeaseOf(2_000);
                otherHasBeat("1 minute");
            } catch (SQLException broken) {
                throw new AssertionError(broken);
            }
            assertEquals(List.of(), orphanedAnswers.ofFailedNodes(Set.of(), 10));
            assertEquals(Optional.empty(), orphanedAnswers.takeOver(new Orphan(answer, other, 1, false)));
            assertEquals(other, owner());
            return null;
        });
        Await.until("it is taken over later", this::owner, owner -> owner.equals(node.id()));
    }

    private void otherWithLeaseOf(int millis) throws SQLException {
        Sql.run("insert into node (id, lease_millis) values (?, ?)", other, millis);
        insert(answer, other);
    }

    private void otherHasBeat(String ago) throws SQLException {
        Sql.run("update node set heartbeat_at = now() - ?::interval where id = ?", ago, other);
    }

    private Object owner() {
        return Sql.one("select owner from answer where id = ?", answer);
    }

    private static void insert(UUID id, UUID owner) throws SQLException {
        Sql.run("""
                insert into answer (id, message_id, user_id, owner, epoch, state, request, model, started_at)
                values (?, gen_random_uuid(), 'somebody', ?, 1, 'running', '{"v":1,"model":"qwen2.5"}', 'qwen2.5', now())
                """, id, owner);
    }
}
