package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.dev.Issuer;
import io.baton.dev.TestServer;
import io.baton.testing.Api;
import io.baton.testing.Database;
import io.baton.testing.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is believed, and who is not. */
class TokensIT {
    private final Issuer issuer = TestServer.running().issuer();

    /** Tokens that must not be believed. */
    enum Bad {
        EXPIRED(issuer -> issuer.sign(changed(issuer, claims -> {
            claims.setExpirationTime(NumericDate.fromSeconds(NumericDate.now().getValue() - 3_600));
            return claims;
        }))),
        WITHOUT_EXPIRY(issuer -> issuer.sign(changed(issuer, claims -> {
            claims.unsetClaim("exp");
            return claims;
        }))),
        UNSIGNED(issuer -> issuer.unsigned(issuer.claims("mallory", "admin"))),
        WRONGLY_SIGNED(issuer -> issuer.signWronglyKeyed(issuer.claims("mallory", "admin"))),
        OF_A_WRONG_AUDIENCE(issuer -> issuer.sign(changed(issuer, claims -> {
            claims.setAudience("somebody-else");
            return claims;
        }))),
        OF_A_WRONG_ISSUER(issuer -> issuer.sign(changed(issuer, claims -> {
            claims.setIssuer("https://elsewhere.example");
            return claims;
        }))),
        CLAIMING_TO_BE_OURS(issuer -> issuer.sign(changed(issuer, claims -> {
            claims.setIssuer("urn:baton");
            claims.setAudience("baton");
            claims.setStringClaim("purpose", "SESSION");
            return claims;
        }))),
        WITHOUT_A_SUBJECT(issuer -> issuer.sign(changed(issuer, claims -> {
            claims.unsetClaim("sub");
            return claims;
        }))),
        WITH_ANOTHER_PAYLOAD(issuer -> {
            var parts = issuer.sign(issuer.claims("mallory", "user")).split("\\.");
            var other = issuer.sign(issuer.claims("mallory", "admin")).split("\\.");
            return parts[0] + "." + other[1] + "." + parts[2];
        }),
        GARBAGE(issuer -> "garbage"),
        DOTS(issuer -> ".."),
        NOT_JSON(issuer -> "e30.bm90IGpzb24.c2ln"),
        ENORMOUS(issuer -> "e30." + "A".repeat(6_000) + ".c2ln");

        private final Function<Issuer, String> make;

        Bad(Function<Issuer, String> make) {
            this.make = make;
        }

        private static JwtClaims changed(Issuer issuer, Function<JwtClaims, JwtClaims> change) {
            return change.apply(issuer.claims("mallory", "user", "admin"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBadTokenIsRefused(Bad bad) {
        var api = Api.bearing(bad.make.apply(issuer));
        api.get("/api/chat/conversations").problem(401);
        api.post("/api/chat/message", Api.json("message", "From nobody")).problem(401);
        api.get("/api/chat/stream?message=From+nobody").problem(401);
        assertEquals(0, Database.count("message where content = ?", "From nobody"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/chat/conversations",
                "/api/chat/stream",
                "/api/models",
                "/api/usage/statistics",
                "/api/usage/projection",
                "/api/auth/me",
                "/api/nothing"
            })
    void whoeverDoesNotSayWhoTheyAreIsRefused(String path) {
        var refusal = Api.nobody().get(path);
        refusal.problem(401);
        assertTrue(refusal.header("WWW-Authenticate").startsWith("Bearer"), refusal.header("WWW-Authenticate"));
    }

    @Test
    void aTokenOfTheOutsideIssuerIsBelieved() {
        var me = Api.bearing(issuer.sign(issuer.claims("ada", "user", "engineering")))
                .get("/api/auth/me")
                .with(200)
                .json();
        assertEquals("ada", me.getString("name"));
        assertEquals("[\"user\"]", me.getJsonArray("roles").toString());
        assertTrue(me.getString("userId").matches("[0-9a-f]{32}"));
    }

    @Test
    void anEmbeddedUserGetsATokenForNameAndPassword() {
        var reply = basic("author:author");
        assertEquals("Bearer", reply.with(200).json().getString("token_type"));
        assertTrue(reply.json().getInt("expires_in") > 0);
        assertEquals(
                "author",
                Api.bearing(reply.json().getString("access_token"))
                        .get("/api/auth/me")
                        .json()
                        .getString("name"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"author:wrong", "nobody:nobody", "author:", ":author", "author", ""})
    void whateverDoesNotFitGetsNoToken(String pair) {
        basic(pair).problem(401);
    }

    @Test
    void noPasswordAtAllGetsNoToken() {
        Api.nobody().send("POST", "/api/auth/token", new byte[0]).problem(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic !!!", "Basic", "Basic ", "Basic YXV0aG9y", "basic YXV0aG9y"})
    void brokenCredentialsAreRefusedWhereverTheyAreSent(String header) {
        var broken = new Api(Map.of("Authorization", header));
        broken.send("POST", "/api/auth/token", new byte[0]).problem(401);
        broken.get("/api/models").problem(401);
        broken.get("/api/chat/stream?message=x").problem(401);
    }

    @Test
    void aPasswordSignsInNowhereElse() {
        var author = new Api(Map.of("Authorization", basicHeader("author:author")));
        author.get("/api/auth/me").problem(401);
        author.get("/api/chat/stream?message=x").problem(401);
        author.get("/console/").with(302);
    }

    /** The server's feature for MicroProfile JWT has endpoints of its own. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/jwt/ibm/api/defaultJWT/token",
                "/jwt/ibm/api/defaultJWT/jwk",
                "/jwt//ibm/api/defaultJWT/token",
                "/jwt/%69bm/api/defaultJWT/jwk"
            })
    void nothingElseIssuesTokensOrNamesKeys(String path) {
        for (var authorization :
                List.of("Bearer " + issuer.sign(issuer.claims("ada", "user")), basicHeader("author:author"))) {
            var reply = new Api(Map.of("Authorization", authorization, "X-Forwarded-Proto", "https")).get(path);
            assertFalse(reply.body().contains("{"), reply.status() + " " + reply.body());
        }
    }

    @Test
    void theSameSubjectOfAnotherIssuerIsAnotherUser() {
        var outside = Api.bearing(issuer.sign(issuer.claims("author", "user")));
        var author = Api.of("author");
        assertTrue(!outside.userId().equals(author.userId()));
    }

    private static Reply basic(String pair) {
        return new Api(Map.of("Authorization", basicHeader(pair))).send("POST", "/api/auth/token", new byte[0]);
    }

    private static String basicHeader(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
