package io.baton.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baton.inside.InsideTest;
import io.baton.inside.Sql;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which nodes people are told about. */
class LostNodesInsideIT extends InsideTest {
    @Inject
    LostNodes lost;

    private final UUID first = UUID.randomUUID();
    private final UUID second = UUID.randomUUID();

    @BeforeEach
    void theServersOwnNodeIsOlder() throws SQLException {
        Sql.run("update node set started_at = now() - interval '1 day'");
    }

    @AfterEach
    void forget() throws SQLException {
        Sql.run("delete from node where id = ?", first);
        Sql.run("delete from node where id = ?", second);
    }

    @Test
    void aNodeIsLostUntilAnotherHasStartedAndStaysReplacedWhateverBecomesOfThatOne() throws SQLException {
        died(first, 3_600, 60);
        assertEquals(List.of(first), found());
        died(second, 40, 20);
        assertEquals(List.of(second), found());
        Sql.run("update node set left_at = now() where id = ?", second);
        assertEquals(List.of(), found());
    }

    /** Seconds ago. */
    private static void died(UUID node, int started, int heartbeat) throws SQLException {
        Sql.run("""
                insert into node (id, started_at, heartbeat_at)
                values (?, now() - make_interval(secs => ?), now() - make_interval(secs => ?))
                """, node, started, heartbeat);
    }

    private List<UUID> found() {
        return lost.all().stream()
                .map(LostNodes.LostNode::id)
                .filter(id -> id.equals(first) || id.equals(second))
                .toList();
    }
}
