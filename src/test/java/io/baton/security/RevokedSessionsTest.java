package io.baton.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.platform.Ids;
import io.baton.security.IssuedTokens.Purpose;
import io.baton.token.Mint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RevokedSessionsTest {
    private static final Mint MINT = new Mint();
    private static final Caller ADA = new Caller(Caller.userIdOf(Mint.ISSUER, "4711"), "Ada", Set.of("user"));

    private final IssuedTokens tokens = Wired.issuedTokens(MINT);

    @Test
    void allTokensOfASessionEndWithItAndNoOther() {
        var signedIn = tokens.lasting(new Identity(ADA, Mint.NOW.plusSeconds(3600)), Duration.ofHours(1));
        var session = tokens.issue(signedIn, Purpose.SESSION);
        var stream = tokens.issue(tokens.lasting(signedIn, Duration.ofMinutes(5)), Purpose.STREAM);
        var other = tokens.issue(
                tokens.lasting(new Identity(ADA, Mint.NOW.plusSeconds(3600)), Duration.ofHours(1)), Purpose.SESSION);

        tokens.revokedSessions.revoke(signedIn.session().orElseThrow(), signedIn.expiresAt());

        assertFalse(tokens.verify(session, Purpose.SESSION).isPresent());
        assertFalse(tokens.verify(stream, Purpose.STREAM).isPresent());
        assertTrue(tokens.verify(other, Purpose.SESSION).isPresent());
    }

    @Test
    void allSessionsEndThatWereBegunWithOneElsewhereAndNoOther() {
        var elsewhere = ProviderSession.of(Mint.ISSUER, "sid-1");
        var identity = new Identity(ADA, Mint.NOW.plusSeconds(3600));
        var first = tokens.issue(begun(identity.endingWith(Optional.of(elsewhere))), Purpose.SESSION);
        var second = tokens.issue(begun(identity.endingWith(Optional.of(elsewhere))), Purpose.STREAM);
        var other = ProviderSession.of(Mint.ISSUER, "sid-2");
        var third = tokens.issue(begun(identity.endingWith(Optional.of(other))), Purpose.SESSION);

        tokens.revokedSessions.revoke(elsewhere);

        assertFalse(tokens.verify(first, Purpose.SESSION).isPresent());
        assertFalse(tokens.verify(second, Purpose.STREAM).isPresent());
        assertEquals(
                Optional.of(other),
                tokens.verify(third, Purpose.SESSION).orElseThrow().elsewhere());
        assertTrue(elsewhere.id().length() <= 36, "the column's length");
    }

    private Identity begun(Identity identity) {
        return tokens.lasting(identity, Duration.ofHours(1));
    }

    @Test
    void allSessionsOfAUserEndButLaterOnesDoNot() {
        var sessions = Wired.revokedSessions();
        sessions.revokeAllOf(ADA.userId());
        assertTrue(sessions.isRevoked(ADA.userId(), null, Mint.NOW.minusSeconds(1)));
        assertTrue(sessions.isRevoked(ADA.userId(), Ids.next(), Mint.NOW));
        assertFalse(sessions.isRevoked(ADA.userId(), Ids.next(), Mint.NOW.plusMillis(1)));
        assertFalse(sessions.isRevoked(Caller.userIdOf(Mint.ISSUER, "4712"), Ids.next(), Mint.NOW.minusSeconds(1)));
    }

    @Test
    void whatPostgresqlMissedIsStoredOnceItIsBack() {
        var sessions = Wired.revokedSessions();
        sessions.revokeAllOf(ADA.userId());
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
        sessions.refresh();
        sessions.refresh();
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
