package io.baton.dev;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** One of the two HTTP servers that a load balancer is tested before. */
final class BalancedNode {
    final String name;
    final AtomicInteger aborted = new AtomicInteger();
    final BlockingQueue<Headers> headers = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> toSay = new LinkedBlockingQueue<>();
    private final HttpServer server;
    volatile int status = 200;

    BalancedNode(String name) throws IOException {
        this.name = name;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("localhost"), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        var pages = Map.<String, HttpHandler>of(
                "/who", exchange -> answer(exchange, 200, name),
                "/health/ready", exchange -> answer(exchange, status, ""),
                "/echo", exchange -> answer(exchange, 200, "POST " + read(exchange)),
                "/headers",
                        exchange -> {
                            headers.add(exchange.getRequestHeaders());
                            answer(exchange, 200, "seen");
                        },
                "/abort",
                        exchange -> {
                            aborted.incrementAndGet();
                            exchange.close();
                        },
                "/stream", this::stream);
        pages.forEach(server::createContext);
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    void say(String line) {
        toSay.add(line);
    }

    void stop() {
        server.stop(0);
    }

    private void stream(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (var out = exchange.getResponseBody()) {
            say(out, "data: 1 of " + name);
            while (true) {
                say(out, toSay.take());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static String read(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
