package io.baton.outside;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.baton.dev.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A site of another origin, with one page, and beside it the files of the React hook and of React. */
final class Blog implements AutoCloseable {
    private static final String WEBJARS = "META-INF/resources/webjars/";
    private final String origin = TestServer.running().blogOrigin();
    private final HttpServer server;

    /**
     * @param policy Content-Security-Policy of the page
     * @param page   HTML
     */
    Blog(String policy, String page) {
        var address = URI.create(origin);
        try {
            server = HttpServer.create(new InetSocketAddress(address.getHost(), address.getPort()), 0);
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Security-Policy", policy);
            send(exchange, "text/html;charset=UTF-8", page.getBytes(StandardCharsets.UTF_8));
        });
        server.createContext("/react/", exchange -> send(exchange, "text/javascript", file(exchange)));
        server.createContext("/webjars/", exchange -> send(exchange, "text/javascript", webjar(exchange)));
        server.start();
    }

    /** Of its page. */
    String url() {
        return origin + "/";
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static byte[] file(HttpExchange exchange) throws IOException {
        var name = exchange.getRequestURI().getPath().substring("/react/".length());
        var place = Map.of(
                "index.js", Path.of("clients/react/index.js"),
                "baton-client.js", Path.of("src/main/webapp/js/baton-client.js"));
        return Files.readAllBytes(place.get(name));
    }

    private static byte[] webjar(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath().substring("/webjars/".length());
        try (InputStream in = Blog.class.getClassLoader().getResourceAsStream(WEBJARS + path)) {
            return in == null ? new byte[0] : in.readAllBytes();
        }
    }

    private static void send(HttpExchange exchange, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
