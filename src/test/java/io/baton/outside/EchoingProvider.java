package io.baton.outside;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/**
 * A provider that fails and repeats in its error what it was sent, key and prompt. The prompt says how: {@code echo-401}, {@code
 * echo-400}, {@code echo-503}, {@code echo-in-stream}, {@code echo-garbage}; otherwise it answers.
 */
final class EchoingProvider implements AutoCloseable {
    private static final String CHUNK = """
            data: {"id":"1","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":"Fine."},\
            "finish_reason":null}]}

            data: {"id":"1","object":"chat.completion.chunk","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],\
            "usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}

            data: [DONE]

            """;
    private final HttpServer server;
    private final List<String> traceParents = new CopyOnWriteArrayList<>();

    EchoingProvider() {
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    /** Its base URL. */
    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /** The trace contexts that it was sent. */
    List<String> traceParents() {
        return List.copyOf(traceParents);
    }

    private void answer(HttpExchange exchange) throws IOException {
        var prompt = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var traceParent = exchange.getRequestHeaders().getFirst("traceparent");
        if (traceParent != null) {
            traceParents.add(traceParent);
        }
        var echo = "You sent " + exchange.getRequestHeaders().getFirst("Authorization") + " with " + prompt;
        var error = Json.createObjectBuilder()
                .add(
                        "error",
                        Json.createObjectBuilder()
                                .add("message", echo)
                                .add("type", "echo")
                                .add("code", echo))
                .build()
                .toString();
        exchange.getResponseHeaders().set("X-Echo", echo.replaceAll("\\s+", " "));
        if (prompt.contains("echo-401")) {
            send(exchange, 401, "application/json", error);
        } else if (prompt.contains("echo-400")) {
            send(exchange, 400, "application/json", error);
        } else if (prompt.contains("echo-503")) {
            send(exchange, 503, "text/plain", echo);
        } else if (prompt.contains("echo-in-stream")) {
            send(exchange, 200, "text/event-stream", "data: " + error + "\n\n");
        } else if (prompt.contains("echo-garbage")) {
            send(exchange, 200, "text/event-stream", "data: " + echo + "\n\n");
        } else {
            send(exchange, 200, "text/event-stream", CHUNK);
        }
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
