package io.baton.warmup;

import io.baton.catalog.Catalog;
import io.baton.security.Caller;
import io.baton.security.Identity;
import io.baton.security.IssuedTokens;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.eclipse.microprofile.config.Config;

/** This node's own HTTP port, as its clients use it. */
@ApplicationScoped
class OwnFrontDoor {
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(1);
    private static final int PATIENCE_MILLIS = 10_000;
    private static final String NATIVE = "{\"message\":\"Is anybody there?\"}";
    private static final String OPENAI = """
            {"model": "%s", "stream": true, "messages": [{"role": "user", "content": "Is anybody there?"}]}
            """;

    @Inject
    IssuedTokens tokens;

    @Inject
    Catalog catalog;

    @Inject
    Clock clock;

    @Inject
    Config config;

    /** The address of a path. The server's own configuration has the same defaults. */
    URI url(String path) {
        var host = config.getOptionalValue("HTTP_HOST", String.class).orElse("*");
        var port = config.getOptionalValue("HTTP_PORT", String.class).orElse("9080");
        return URI.create("http://" + (host.equals("*") ? "localhost" : host) + ":" + port + path);
    }

    /** Whether the application takes requests already. */
    boolean isOpen() {
        try {
            return send(get("/api/models", "")) != HttpURLConnection.HTTP_NOT_FOUND;
        } catch (IOException notYet) {
            return false;
        }
    }

    /**
     * Asks in each way that clients do, and reads the replies to their end.
     *
     * @throws IOException if the node does not answer
     */
    void ask(String userId) throws IOException {
        var authorization = "Bearer " + token(userId);
        send(get("/api/chat/stream?message=Is+anybody+there", authorization));
        send(post("/api/chat/stream", authorization, NATIVE));
        send(post(
                "/v1/chat/completions",
                authorization,
                OPENAI.formatted(catalog.defaultModel().id())));
    }

    private String token(String userId) {
        var caller = new Caller(userId, "warm-up", Set.of(Caller.USER));
        var identity = new Identity(caller, clock.instant().plus(TOKEN_LIFE));
        return tokens.issue(tokens.lasting(identity, TOKEN_LIFE), IssuedTokens.Purpose.SESSION);
    }

    private HttpURLConnection get(String path, String authorization) throws IOException {
        var connection = (HttpURLConnection) url(path).toURL().openConnection();
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        connection.setRequestProperty("Authorization", authorization);
        return connection;
    }

    private HttpURLConnection post(String path, String authorization, String body) throws IOException {
        var connection = get(path, authorization);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setDoOutput(true);
        try (var out = connection.getOutputStream()) {
            out.write(body.getBytes(StandardCharsets.UTF_8));
        }
        return connection;
    }

    private static int send(HttpURLConnection connection) throws IOException {
        var status = connection.getResponseCode();
        try (var body = status < HttpURLConnection.HTTP_BAD_REQUEST
                ? connection.getInputStream()
                : connection.getErrorStream()) {
            if (body != null) {
                body.readAllBytes();
            }
        }
        return status;
    }
}
