package io.baton.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.security.IssuedTokens.Purpose;
import io.baton.token.Mint;
import io.baton.token.SigningKeys;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;

class IssuedTokensTest {
    private static final Mint MINT = new Mint();
    private static final Caller ADA =
            new Caller(Caller.userIdOf(Mint.ISSUER, "4711"), "Ada \"<é>\" 爱达", Set.of("user", "admin"));

    private final IssuedTokens tokens = Wired.issuedTokens(MINT);

    @Test
    void whatIsIssuedComesBack() {
        var identity = new Identity(ADA, Mint.NOW.plusSeconds(60));
        var back = tokens.verify(tokens.issue(identity, Purpose.SESSION), Purpose.SESSION)
                .orElseThrow();

        assertEquals(ADA.userId(), back.caller().userId());
        assertEquals(ADA.displayName(), back.caller().displayName());
        assertEquals(ADA.roles(), back.caller().roles());
        assertEquals(identity.expiresAt(), back.expiresAt());
    }

    @Test
    void aSessionKeepsTheGroups() {
        var identity = new Identity(ADA.inGroups(Set.of(7, 12)), Mint.NOW.plusSeconds(60));
        for (var purpose : Purpose.values()) {
            var back = tokens.verify(tokens.issue(identity, purpose), purpose).orElseThrow();
            assertEquals(Set.of(7, 12), back.caller().groups());
        }
    }

    @Test
    void aTokenServesItsOwnPurposeOnly() {
        var identity = new Identity(ADA, Mint.NOW.plusSeconds(60));
        for (var purpose : Purpose.values()) {
            for (var other : Purpose.values()) {
                assertEquals(
                        purpose == other,
                        tokens.verify(tokens.issue(identity, purpose), other).isPresent());
            }
        }
    }

    @Test
    void anExpiredTokenIsRefused() {
        var over = new Identity(ADA, Mint.NOW.minusSeconds(31));
        assertRefused(tokens.issue(over, Purpose.SESSION));
    }

    @Test
    void anotherKeysTokenIsRefused() {
        var identity = new Identity(ADA, Mint.NOW.plusSeconds(60));
        assertRefused(Wired.issuedTokens(new Mint()).issue(identity, Purpose.SESSION));
    }

    @Test
    void forgeriesAreRefused() {
        assertTrue(tokens.verify(MINT.sign(ownClaims()), Purpose.SESSION).isPresent(), "the claims are good");
        assertRefused(MINT.unsigned(ownClaims()));
        assertRefused(MINT.signWithPublicKeyAsSecret(ownClaims()));
        assertRefused(MINT.sign(ownClaims(), "RS512"));
        assertRefused("not.a.token");
        assertRefused("");
    }

    @Test
    void anotherIssuerOrAudienceIsRefused() {
        var otherIssuer = ownClaims();
        otherIssuer.setIssuer(Mint.ISSUER);
        assertRefused(MINT.sign(otherIssuer));
        var otherAudience = ownClaims();
        otherAudience.setAudience(Mint.AUDIENCE);
        assertRefused(MINT.sign(otherAudience));
    }

    @Test
    void aSignInNeverOutlivesWhatItComesFrom() {
        var lifetime = Duration.ofHours(8);
        assertEquals(
                Mint.NOW.plusSeconds(60),
                tokens.lasting(new Identity(ADA, Mint.NOW.plusSeconds(60)), lifetime)
                        .expiresAt());
        assertEquals(
                Mint.NOW.plus(lifetime),
                tokens.lasting(new Identity(ADA, Mint.NOW.plus(Duration.ofDays(9))), lifetime)
                        .expiresAt());
    }

    private static JwtClaims ownClaims() {
        var claims = Mint.goodClaims();
        claims.setIssuer(IssuedTokens.ISSUER);
        claims.setAudience(SigningKeys.AUDIENCE);
        claims.setStringClaim("purpose", Purpose.SESSION.name());
        return claims;
    }

    private void assertRefused(String token) {
        assertEquals(Optional.empty(), tokens.verify(token, Purpose.SESSION));
    }
}
