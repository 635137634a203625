package io.baton.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.platform.Ids;
import io.baton.security.IssuedTokens.Purpose;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RevokedSessionsTest {
    private static final Mint MINT = new Mint();
    private static final Caller ADA = new Caller(Caller.userIdOf(Mint.ISSUER, "4711"), "Ada", Set.of("user"));

    private final IssuedTokens tokens = Wired.ownTokens(MINT.key());

    @Test
    void allTokensOfASessionEndWithItAndNoOther() {
        var signedIn = tokens.lasting(new Identity(ADA, Mint.NOW.plusSeconds(3600)), Duration.ofHours(1));
        var session = tokens.issue(signedIn, Purpose.SESSION);
        var stream = tokens.issue(tokens.lasting(signedIn, Duration.ofMinutes(5)), Purpose.STREAM);
        var other = tokens.issue(
                tokens.lasting(new Identity(ADA, Mint.NOW.plusSeconds(3600)), Duration.ofHours(1)), Purpose.SESSION);

        tokens.endedSessions.end(signedIn.session().orElseThrow(), signedIn.expiresAt());

        assertFalse(tokens.verify(session, Purpose.SESSION).isPresent());
        assertFalse(tokens.verify(stream, Purpose.STREAM).isPresent());
        assertTrue(tokens.verify(other, Purpose.SESSION).isPresent());
    }

    @Test
    void allSessionsOfAUserEndButLaterOnesDoNot() {
        var sessions = Wired.endedSessions();
        sessions.endAllOf(ADA.userId());
        assertTrue(sessions.isOver(ADA.userId(), null, Mint.NOW.minusSeconds(1)));
        assertTrue(sessions.isOver(ADA.userId(), Ids.next(), Mint.NOW));
        assertFalse(sessions.isOver(ADA.userId(), Ids.next(), Mint.NOW.plusMillis(1)));
        assertFalse(sessions.isOver(Caller.userIdOf(Mint.ISSUER, "4712"), Ids.next(), Mint.NOW.minusSeconds(1)));
    }

    @Test
    void whatPostgresqlMissedIsStoredOnceItIsBack() {
        var sessions = Wired.endedSessions();
        sessions.endAllOf(ADA.userId());
        var stored = new ArrayList<String>();
        sessions.rows = new RevocationTable() {
            @Override
            public void store(Revocation ended) {
                stored.add(ended.subject());
            }

            @Override
            public List<Revocation> storedWithin(Duration age) {
                return List.of();
            }
        };
        sessions.look();
        sessions.look();
        assertEquals(List.of(ADA.userId()), stored);
    }

    @Test
    void aTokenFromBeforeThereWereSessionsIsGood() {
        var token = tokens.issue(new Identity(ADA, Mint.NOW.plusSeconds(60)), Purpose.SESSION);
        assertEquals(
                Optional.empty(),
                tokens.verify(token, Purpose.SESSION).orElseThrow().session());
    }
}
