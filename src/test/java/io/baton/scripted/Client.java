package io.baton.scripted;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** What the tests ask a scripted provider with. */
final class Client implements AutoCloseable {
    static final String FAST = "[[first=0 delay=0]] ";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ScriptedProvider provider;

    Client(ScriptedProvider provider) {
        this.provider = provider;
    }

    static String body(boolean stream, String text) {
        return Json.createObjectBuilder()
                .add("model", "a-model")
                .add("stream", stream)
                .add("messages", Json.createArrayBuilder().add(message("user", text)))
                .build()
                .toString();
    }

    static JsonObject message(String role, String text) {
        return Json.createObjectBuilder().add("role", role).add("content", text).build();
    }

    HttpResponse<String> stream(String text) throws IOException, InterruptedException {
        return post("qwen", body(true, FAST + text));
    }

    HttpResponse<String> post(String vendor, String body) throws IOException, InterruptedException {
        return send(java.net.http.HttpRequest.newBuilder(URI.create(provider.baseUrl(vendor) + "/chat/completions"))
                .header("Authorization", "Bearer anything")
                .POST(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> control(String method, String path, String body) throws IOException, InterruptedException {
        return send(java.net.http.HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + provider.port() + "/control/" + path))
                .header("Content-Type", "text/event-stream")
                .header("X-Slice", "1")
                .method(method, BodyPublishers.ofString(body)));
    }

    HttpResponse<String> send(java.net.http.HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
    }

    /** A connection on which a streamed question with that text has been sent. */
    Socket raw(String text) throws IOException {
        Socket socket = new Socket("127.0.0.1", provider.port());
        socket.setSoTimeout(20_000);
        ask(socket, text);
        return socket;
    }

    static void ask(Socket socket, String text) throws IOException {
        byte[] body = body(true, text).getBytes(StandardCharsets.UTF_8);
        String head =
                "POST /qwen/v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer x\r\nContent-Length: "
                        + body.length + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(body);
    }

    /** Reads on until all that was read since the call contains {@code wanted}. */
    static String until(Socket socket, String wanted) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder read = new StringBuilder();
        while (read.indexOf(wanted) < 0) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("ended after: " + read);
            }
            read.append((char) b);
        }
        return read.toString();
    }

    /** The JSON of the events, the end mark left out. */
    static List<JsonObject> events(String body) {
        return body.lines()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> json(line.substring("data: ".length())))
                .toList();
    }

    static JsonObject json(String text) {
        try (var reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    /** All the text of a streamed answer. */
    static String text(String body) {
        return joined(body, "content");
    }

    static String joined(String body, String member) {
        return events(body).stream()
                .flatMap(event -> event.getJsonArray("choices").getValuesAs(JsonObject.class).stream())
                .map(choice -> choice.getJsonObject("delta"))
                .filter(delta -> delta.containsKey(member) && !delta.isNull(member))
                .map(delta -> delta.getString(member))
                .collect(Collectors.joining());
    }

    @Override
    public void close() {
        http.close();
    }
}
