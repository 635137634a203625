package io.baton.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.baton.token.Mint;
import io.baton.token.TokenClaims;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;

class TokenClaimsTest {
    @Test
    void claimsHaveTheTypesOfMicroProfileJwt() {
        var claims = Mint.goodClaims();
        claims.setClaim("iat", 1.5);
        claims.setClaim("address", Map.of("country", "AT"));
        claims.setClaim("amr", List.of("pwd"));
        claims.setClaim("email_verified", true);
        var caller = caller(claims);

        assertEquals(Set.of(Mint.AUDIENCE), caller.getAudience());
        assertEquals(Set.of("user", "engineering"), caller.getGroups());
        assertEquals(Mint.NOW.plusSeconds(3600).getEpochSecond(), caller.getExpirationTime());
        assertEquals(1L, caller.getIssuedAtTime());
        assertEquals("AT", caller.<JsonObject>getClaim("address").getString("country"));
        assertEquals("pwd", caller.<JsonArray>getClaim("amr").getString(0));
        assertEquals(true, caller.<Boolean>getClaim("email_verified"));
        assertEquals("ada", caller.getClaim("upn"));
        assertNull(caller.getClaim("nonce"));
        assertNull(caller.getRawToken());
        assertEquals(claims.getClaimNames().size(), caller.getClaimNames().size());
    }

    @Test
    void anAudienceMayBeOneOfSeveral() {
        var claims = Mint.goodClaims();
        claims.setAudience("one", "two");
        assertEquals(Set.of("one", "two"), caller(claims).getAudience());
    }

    @Test
    void aSingleGroupMayBeAText() {
        var claims = Mint.goodClaims();
        claims.setClaim("groups", "admin");
        assertEquals(Set.of("admin"), caller(claims).getGroups());
    }

    @Test
    void aClaimOfTheWrongTypeCountsAsAbsent() {
        var claims = Mint.goodClaims();
        claims.setClaim("groups", 5);
        claims.setClaim("auth_time", "noon");
        var caller = caller(claims);

        assertEquals(Set.of(), caller.getGroups());
        assertNull(caller.getClaim("auth_time"));
    }

    @Test
    void onlyRolesOfOursCount() {
        var caller = caller(Mint.goodClaims());
        assertEquals(Set.of("user"), caller.roles());
        assertFalse(caller.seesAll());
    }

    @Test
    void theNameIsTheUserIdWhateverTheTokenSays() {
        assertEquals("4711", caller(Mint.goodClaims()).getName());
    }

    private static Caller caller(JwtClaims claims) {
        return new Caller("4711", TokenClaims.of(claims), TokenClaims.of(claims).groups());
    }
}
