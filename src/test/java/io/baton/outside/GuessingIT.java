package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.dev.TestNode;
import io.baton.dev.TestServer;
import io.baton.security.Caller;
import io.baton.testing.Api;
import java.util.Collections;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whoever guesses passwords is seen in the audit, and does not fill it. */
@Tag("long")
class GuessingIT {
    private static TestNode node;

    @BeforeAll
    static void aNodeWithFewTries() {
        node = TestServer.running().anotherNode(Map.of("BATON_SIGN_IN_ATTEMPTS", "3"));
    }

    @AfterAll
    static void oneNodeAgain() {
        node.kill();
    }

    @Test
    void guessingIsRecordedUntilItIsLockedAndThenOnce() {
        var name = "guessed-" + System.nanoTime();
        var guess = Api.nobody().at(node.url()).with("Authorization", AuditIT.basic(name, "x"));
        var statuses = IntStream.range(0, 9)
                .mapToObj(
                        i -> guess.send("POST", "/api/auth/token", new byte[0]).status())
                .toList();
        assertTrue(statuses.getLast() == 429 && statuses.contains(401), statuses.toString());
        var query = "userId=" + Caller.userIdOf("urn:baton", name) + "&action=";
        assertEquals(
                Collections.frequency(statuses, 401),
                AuditIT.records(query + "sign-in-failed").size());
        assertEquals(1, AuditIT.records(query + "sign-in-locked").size());
    }
}
