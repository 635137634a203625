package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.baton.dev.TestServer;
import io.baton.testing.Await;
import io.baton.testing.Database;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A node dies in the middle of an erasure. */
@Tag("long")
class ErasureTakeoverIT {
    @Test
    void anotherNodeContinues() throws SQLException {
        var second = TestServer.running().anotherNode(Map.of());
        var first = TestServer.running().node();
        var person = Persons.named("person-" + UUID.randomUUID(), "user");
        var id = person.userId();
        person.hear(Providers.question("tokens=5 first=0 delay=0")).complete();
        var books = Persons.books();
        UUID erasure;
        try (var locked = Database.locked("usage_quarter_hour")) {
            first.pause();
            erasure = UUID.fromString(person.at(second.url())
                    .delete("/api/auth/me/data")
                    .with(202)
                    .json()
                    .getString("id"));
            Await.until(
                    "the first steps are done",
                    Persons.SOON,
                    () -> Database.count("conversation where user_id = ?", id),
                    left -> left == 0);
            second.kill();
            first.wake();
            locked.rollback();
        }
        assertNull(Database.row("select finished_at from erasure where id = ?", erasure)
                .get("finished_at"));
        Persons.finished(erasure);
        assertEquals(List.of(), Persons.placesOf(id));
        assertEquals(books, Persons.books());
    }
}
