package io.baton.testing;

import io.baton.dev.TestServer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** The server as one account calls it. */
public record Api(String url, Map<String, String> headers) {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    public Api {
        headers = Map.copyOf(headers);
    }

    public Api(Map<String, String> headers) {
        this(TestServer.running().url(), headers);
    }

    /** The same, at another node. */
    public Api at(String otherUrl) {
        return new Api(otherUrl, headers);
    }

    /** One of the embedded users, whose password is the name. */
    public static Api of(String user) {
        var basic = Base64.getEncoder().encodeToString((user + ":" + user).getBytes(StandardCharsets.UTF_8));
        var reply = new Api(Map.of("Authorization", "Basic " + basic)).send("POST", "/api/auth/token", new byte[0]);
        return bearing(reply.with(200).json().getString("access_token"));
    }

    /** A user whom nobody has seen before. */
    public static Api somebody() {
        var issuer = TestServer.running().issuer();
        return bearing(issuer.sign(issuer.claims("u" + UUID.randomUUID(), "user")));
    }

    public static Api nobody() {
        return new Api(Map.of());
    }

    public static Api bearing(String token) {
        return new Api(Map.of("Authorization", "Bearer " + token));
    }

    /** The same on a server of its own. */
    public static Api bearing(String token, String url) {
        return new Api(url, Map.of("Authorization", "Bearer " + token));
    }

    /** The same with one more header. */
    public Api with(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Api(url, more);
    }

    /** The bearer token. */
    public String token() {
        return headers.get("Authorization").substring("Bearer ".length());
    }

    public String userId() {
        return get("/api/auth/me").with(200).json().getString("userId");
    }

    public Reply get(String path) {
        return send("GET", path, null);
    }

    public Reply delete(String path) {
        return send("DELETE", path, null);
    }

    public Reply post(String path, JsonObject body) {
        return send("POST", path, bytes(body));
    }

    public Reply put(String path, JsonObject body) {
        return send("PUT", path, bytes(body));
    }

    public Reply patch(String path, JsonObject body) {
        return send("PATCH", path, bytes(body));
    }

    /** Any request; {@code body} null: none. */
    public Reply send(String method, String path, byte[] body) {
        var response = exchange(request(method, path, body), BodyHandlers.ofString());
        return new Reply(response.statusCode(), response.headers(), response.body());
    }

    /** Any stream of events, by POST. */
    public EventStream open(String path, JsonObject body) {
        return new EventStream(exchange(request("POST", path, bytes(body)), BodyHandlers.ofInputStream()));
    }

    /** The response as it comes, for whoever expects that the connection breaks. */
    public HttpResponse<InputStream> begin(String method, String path, JsonObject body)
            throws IOException, InterruptedException {
        return HTTP.send(request(method, path, body == null ? null : bytes(body)), BodyHandlers.ofInputStream());
    }

    /** Stores a question, and gives what was said to that. */
    public JsonObject tell(JsonObject question) {
        return post("/api/chat/message", question).with(200).json();
    }

    /** Opens a stream by GET. */
    public EventStream listen(String path) {
        return new EventStream(exchange(request("GET", path, null), BodyHandlers.ofInputStream()));
    }

    /** Opens the stream of a conversation by GET, as {@code EventSource} does. */
    public EventStream follow(String conversationId) {
        return listen("/api/chat/stream?conversationId=" + conversationId + "&model=qwen2.5");
    }

    /** Asks and streams in one round trip. */
    public EventStream ask(JsonObject question) {
        return open("/api/chat/stream", question);
    }

    public EventStream ask(String question) {
        return ask(json("message", question));
    }

    /** The whole answer to a question. */
    public Frames hear(String question) {
        try (var stream = ask(question)) {
            return stream.rest();
        }
    }

    /** Names and values in turn. */
    public static JsonObject json(String... members) {
        var json = Json.createObjectBuilder();
        for (var i = 0; i < members.length; i += 2) {
            json.add(members[i], members[i + 1]);
        }
        return json.build();
    }

    public static JsonObject parse(String json) {
        try (var reader = Json.createReader(new StringReader(json))) {
            return reader.readObject();
        }
    }

    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(JsonObject body) {
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    private HttpRequest request(String method, String path, byte[] body) {
        var request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Await.ENOUGH)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (body != null && headers.keySet().stream().noneMatch("Content-Type"::equalsIgnoreCase)) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        return request.build();
    }

    private static <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return HTTP.send(request, handler);
        } catch (IOException broken) {
            throw new AssertionError(request + " broke off: " + Arrays.toString(broken.getSuppressed()), broken);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
