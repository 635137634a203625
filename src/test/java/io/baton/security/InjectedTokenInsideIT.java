package io.baton.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.baton.inside.InsideTest;
import io.baton.security.IssuedTokens.Purpose;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.Claim;
import org.eclipse.microprofile.jwt.ClaimValue;
import org.eclipse.microprofile.jwt.Claims;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.junit.jupiter.api.Test;

/** What is injected of a caller's token, whichever way the caller came. */
class InjectedTokenInsideIT extends InsideTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String EXTERNAL = System.getenv("EXTERNAL_TOKEN");

    @Inject
    IssuedTokens issuedTokens;

    @Inject
    Clock clock;

    @Test
    void theClaimsOfAnExternalTokenAreInjected() throws Exception {
        assertInjected(EXTERNAL, Caller.userIdOf("https://issuer.example", "ada"), injected(bearer(EXTERNAL)));
    }

    @Test
    void theClaimsOfOurOwnTokenAreInjectedByBearerAndByCookieAlike() throws Exception {
        var ben = new Caller(Caller.userIdOf("a", "ben"), "ben", Set.of("user"));
        var token = issuedTokens.issue(
                issuedTokens.lasting(new Identity(ben, clock.instant().plus(Duration.ofHours(1))), Duration.ofHours(1)),
                Purpose.SESSION);
        var byBearer = injected(bearer(token));

        assertInjected(token, ben.userId(), byBearer);
        assertEquals(byBearer, injected("Cookie", "baton_session=" + token));
        assertFalse(claimsIn(token).containsKey("jti"));
        assertEquals(byBearer, injected(bearer(token)), "a token may be used again");
    }

    @Test
    void aUserHasTheSameNameAndGroupsByExternalTokenAndByTheSessionThatItBegan() throws Exception {
        var external = injected(bearer(EXTERNAL));
        var began = send("POST", "/api/auth/session", bearer(EXTERNAL));
        assertEquals(204, began.statusCode());
        var cookie = began.headers().allValues("Set-Cookie").getFirst();
        var session = injected("Cookie", cookie.substring(0, cookie.indexOf(';')));

        for (var same : List.of("userId", "upn", "upnAsJson", "groups", "groupsAsJson")) {
            assertEquals(external.get(same), session.get(same), same);
        }
        assertEquals("urn:baton", session.getString("iss"));
    }

    private static void assertInjected(String token, String userId, JsonObject injected) {
        var claims = claimsIn(token);
        assertEquals(userId, injected.getString("userId"));
        assertEquals(claims.getString("upn"), injected.getString("upn"));
        assertEquals(claims.getString("upn"), injected.getString("upnAsJson"));
        assertEquals(claims.getJsonArray("groups"), injected.getJsonArray("groups"));
        assertEquals(claims.getJsonArray("groups"), injected.getJsonArray("groupsAsJson"));
        assertEquals(claims.getString("iss"), injected.getString("iss"));
        assertEquals(claims.getString("aud"), injected.getJsonArray("aud").getString(0));
        assertEquals(claims.getString("sub"), injected.getString("sub"));
        assertEquals(claims.getJsonNumber("exp"), injected.getJsonNumber("exp"));
        assertEquals(claims.getString("sid", "none"), injected.getString("sid"));
        assertEquals(claims.size(), injected.getInt("names"));
        assertEquals(false, injected.getBoolean("raw"));
    }

    private static JsonObject claimsIn(String token) {
        var payload = Base64.getUrlDecoder().decode(token.split("\\.")[1]);
        return parse(new String(payload, StandardCharsets.UTF_8));
    }

    private static String[] bearer(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }

    private static JsonObject injected(String... header) throws IOException, InterruptedException {
        var reply = send("GET", "/api/injected-token", header);
        assertEquals(200, reply.statusCode(), reply.body());
        return parse(reply.body());
    }

    private static HttpResponse<String> send(String method, String path, String... header)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + System.getenv("HTTP_PORT") + "/baton" + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .headers(header)
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static JsonObject parse(String json) {
        try (var reader = Json.createReader(new StringReader(json))) {
            return reader.readObject();
        }
    }

    /** A resource that knows MicroProfile JWT only. */
    @Path("injected-token")
    @RequestScoped
    public static class InjectedTokenResource {
        @Inject
        JsonWebToken token;

        @Inject
        @Claim(standard = Claims.upn)
        String name;

        @Inject
        @Claim(standard = Claims.upn)
        JsonString nameAsJson;

        @Inject
        @Claim(standard = Claims.groups)
        Set<String> groups;

        @Inject
        @Claim(standard = Claims.groups)
        JsonArray groupsAsJson;

        @Inject
        @Claim(standard = Claims.exp)
        Long expiry;

        @Inject
        @Claim("sid")
        Optional<String> session;

        @Inject
        @Claim(standard = Claims.iss)
        ClaimValue<String> issuer;

        @GET
        @RolesAllowed(Caller.USER)
        @Produces(MediaType.APPLICATION_JSON)
        public JsonObject injected() {
            return Json.createObjectBuilder()
                    .add("userId", token.getName())
                    .add("upn", name)
                    .add("upnAsJson", nameAsJson)
                    .add("groups", Json.createArrayBuilder(groups))
                    .add("groupsAsJson", groupsAsJson)
                    .add("iss", issuer.getValue())
                    .add("aud", Json.createArrayBuilder(token.getAudience()))
                    .add("sub", token.getSubject())
                    .add("exp", expiry)
                    .add("sid", session.orElse("none"))
                    .add("names", token.getClaimNames().size())
                    .add("raw", token.getRawToken() != null)
                    .build();
        }
    }
}
