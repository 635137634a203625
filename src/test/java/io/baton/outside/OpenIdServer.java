package io.baton.outside;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.baton.testing.Api;
import jakarta.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/**
 * A small OpenID Connect provider over HTTP, which signs in one user without asking. It keeps to the rules, and demands that its client
 * does: PKCE, the client's secret, the same redirect URI, each code once. A test can have it break single rules.
 */
final class OpenIdServer implements AutoCloseable {
    static final String CLIENT = "baton";
    static final String SECRET = "client secret/of baton";
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private volatile RsaJsonWebKey key = newKey();
    private volatile Consumer<JwtClaims> claims = each -> {};
    private volatile Consumer<JwtClaims> access = each -> {};
    private volatile String answeringIssuer;
    private volatile boolean takesCodesAgain;
    private volatile Duration ahead = Duration.ZERO;
    private HttpServer server;
    private int port;
    private boolean isOpen;

    OpenIdServer() {
        open();
        answeringIssuer = issuer();
    }

    /** Listens, at the same port as before; if it does already, nothing changes. */
    void open() {
        if (isOpen) {
            return;
        }
        isOpen = true;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10);
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
        port = server.getAddress().getPort();
        server.setExecutor(threads);
        server.createContext("/.well-known/openid-configuration", exchange -> send(exchange, 200, configuration()));
        server.createContext(
                "/keys",
                exchange -> send(exchange, 200, new JsonWebKeySet(key).toJson(OutputControlLevel.PUBLIC_ONLY)));
        server.createContext("/authorize", this::authorize);
        server.createContext("/token", this::token);
        server.createContext(
                "/userinfo", exchange -> send(exchange, 200, claims("nobody").toJson()));
        server.start();
    }

    /** Nobody listens there any more. */
    void shut() {
        isOpen = false;
        server.stop(0);
    }

    /** As it should be again. */
    void behave() {
        claims = each -> {};
        access = each -> {};
        answeringIssuer = issuer();
        takesCodesAgain = false;
        ahead = Duration.ZERO;
    }

    /** Changes the ID tokens from now on, and what the userinfo endpoint says. */
    void sayInIdTokens(Consumer<JwtClaims> change) {
        claims = change;
    }

    void sayInAccessTokens(Consumer<JwtClaims> change) {
        access = change;
    }

    /** Names another issuer when it leads a browser back. */
    void answerAs(String issuer) {
        answeringIssuer = issuer;
    }

    void takeCodesAgain() {
        takesCodesAgain = true;
    }

    /** Its clock differs. */
    void goAhead(Duration difference) {
        ahead = difference;
    }

    void rotateKey() {
        key = newKey();
    }

    String issuer() {
        return "http://127.0.0.1:" + port;
    }

    /** All tokens it has made, which nobody may log. */
    List<String> tokens() {
        return List.copyOf(tokens);
    }

    Map<String, String> settings() {
        return Map.of("OIDC_ISSUER", issuer(), "OIDC_CLIENT_ID", CLIENT, "OIDC_CLIENT_SECRET", SECRET);
    }

    /** Signs whatever a test wants. */
    String sign(JwtClaims claims, String type) {
        var signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setHeader("typ", type);
        signature.setKey(key.getPrivateKey());
        signature.setPayload(claims.toJson());
        try {
            var token = signature.getCompactSerialization();
            tokens.add(token);
            return token;
        } catch (JoseException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A good logout token about a session. */
    JwtClaims logout(String sid) {
        var claims = times(new JwtClaims());
        claims.setIssuer(issuer());
        claims.setAudience(CLIENT);
        claims.setJwtId(UUID.randomUUID().toString());
        claims.setClaim("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()));
        claims.setStringClaim("sid", sid);
        return claims;
    }

    private String configuration() {
        var algorithms = Json.createArrayBuilder().add("RS256");
        return Json.createObjectBuilder()
                .add("issuer", issuer())
                .add("authorization_endpoint", issuer() + "/authorize?tenant=blog")
                .add("token_endpoint", issuer() + "/token")
                .add("userinfo_endpoint", issuer() + "/userinfo")
                .add("jwks_uri", issuer() + "/keys")
                .add("end_session_endpoint", issuer() + "/end")
                .add("response_types_supported", Json.createArrayBuilder().add("code"))
                .add("subject_types_supported", Json.createArrayBuilder().add("public"))
                .add("id_token_signing_alg_values_supported", algorithms)
                .add("authorization_response_iss_parameter_supported", true)
                .build()
                .toString();
    }

    private void authorize(HttpExchange exchange) throws IOException {
        var asked = fields(exchange.getRequestURI().getRawQuery());
        var code = UUID.randomUUID().toString();
        codes.put(code, asked);
        exchange.getResponseHeaders()
                .set(
                        "Location",
                        "%s?code=%s&state=%s&iss=%s"
                                .formatted(
                                        asked.get("redirect_uri"),
                                        code,
                                        Api.encoded(asked.get("state")),
                                        Api.encoded(answeringIssuer)));
        send(exchange, 302, "");
    }

    private void token(HttpExchange exchange) throws IOException {
        var given = fields(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        var asked = takesCodesAgain ? codes.get(given.get("code")) : codes.remove(given.get("code"));
        var basic = Api.encoded(CLIENT) + ":" + Api.encoded(SECRET);
        if (!("Basic " + Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8)))
                .equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            send(exchange, 401, "{\"error\":\"invalid_client\"}");
        } else if (asked == null
                || !challenge(given.get("code_verifier")).equals(asked.get("code_challenge"))
                || !given.get("redirect_uri").equals(asked.get("redirect_uri"))) {
            send(exchange, 400, "{\"error\":\"invalid_grant\"}");
        } else {
            send(exchange, 200, tokens(asked.get("nonce")));
        }
    }

    private String tokens(String nonce) {
        var accessToken = claims(nonce);
        accessToken.setAudience("somebody else");
        access.accept(accessToken);
        var signed = sign(accessToken, "at+jwt");
        var idToken = claims(nonce);
        if (!idToken.hasClaim("at_hash")) {
            idToken.setStringClaim("at_hash", half(signed));
        }
        return Json.createObjectBuilder()
                .add("access_token", signed)
                .add("id_token", sign(idToken, "JWT"))
                .add("token_type", "Bearer")
                .add("expires_in", 300)
                .build()
                .toString();
    }

    private JwtClaims claims(String nonce) {
        var made = times(new JwtClaims());
        made.setIssuer(issuer());
        made.setAudience(CLIENT);
        made.setSubject("4711");
        made.setStringClaim("nonce", nonce);
        made.setStringClaim("sid", UUID.randomUUID().toString());
        made.setStringClaim("preferred_username", "ada");
        claims.accept(made);
        return made;
    }

    private JwtClaims times(JwtClaims made) {
        made.setIssuedAt(later(0));
        made.setExpirationTime(later(300));
        return made;
    }

    private NumericDate later(int seconds) {
        var time = NumericDate.now();
        time.addSeconds(ahead.toSeconds() + seconds);
        return time;
    }

    private static String challenge(String verifier) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(verifier));
    }

    private static String half(String token) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(sha256(token), 16));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Map<String, String> fields(String form) {
        return Stream.of(form.split("&"))
                .map(field -> field.split("=", 2))
                .collect(Collectors.toMap(
                        field -> field[0], field -> URLDecoder.decode(field[1], StandardCharsets.UTF_8)));
    }

    private static RsaJsonWebKey newKey() {
        try {
            var made = RsaJwkGenerator.generateJwk(2048);
            made.setKeyId(UUID.randomUUID().toString());
            return made;
        } catch (JoseException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
