package io.baton.outside;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.baton.testing.Api;
import io.baton.testing.Await;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Somebody who gets alerts by webhook, and does with them what a test wants. */
final class Receiver implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(90);
    private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Manner manner = Manner.ACCEPTS;
    private HttpServer server;
    private int port;

    /** What it does with a message. */
    enum Manner {
        ACCEPTS,
        FAILS,
        REDIRECTS,
        HANGS,
        NEVER_ENDS
    }

    /** A message as it came. */
    record Delivery(Map<String, List<String>> headers, String body) {
        JsonObject payload() {
            return Api.parse(body).getJsonObject("metadata").getJsonObject("event_payload");
        }

        String header(String name) {
            return headers.getOrDefault(name, List.of("")).getFirst();
        }

        boolean isAbout(String rule, String subject) {
            return payload().getString("rule").equals(rule)
                    && payload().getString("subject").equals(subject);
        }

        boolean isResolved() {
            return payload().getString("event").equals("resolved");
        }
    }

    Receiver() {
        open();
    }

    /** Listens, at the same port as before. */
    void open() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10);
            port = server.getAddress().getPort();
            server.setExecutor(threads);
            server.createContext("/", this::serve);
            server.start();
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
    }

    /** Nobody listens there any more. */
    void shut() {
        server.stop(0);
    }

    void become(Manner next) {
        manner = next;
    }

    String url() {
        return "http://127.0.0.1:" + port + "/hook";
    }

    private void serve(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var delivery = new Delivery(Map.copyOf(exchange.getRequestHeaders()), body);
        try (exchange) {
            switch (manner) {
                case ACCEPTS -> {
                    deliveries.add(delivery);
                    exchange.sendResponseHeaders(200, -1);
                }
                case FAILS -> exchange.sendResponseHeaders(500, -1);
                case REDIRECTS -> {
                    exchange.getResponseHeaders().set("Location", url());
                    exchange.sendResponseHeaders(307, -1);
                }
                case HANGS -> closed.await();
                case NEVER_ENDS -> {
                    deliveries.add(delivery);
                    exchange.sendResponseHeaders(200, 0);
                    var block = new byte[8_192];
                    while (closed.getCount() > 0) {
                        exchange.getResponseBody().write(block);
                    }
                }
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    List<Delivery> all() {
        return List.copyOf(deliveries);
    }

    List<Delivery> about(String rule, String subject) {
        return deliveries.stream().filter(each -> each.isAbout(rule, subject)).toList();
    }

    /** Waits for the message that it begins. */
    Delivery begun(String rule, String subject) {
        return Await.until(
                        rule + " about " + subject + " is told",
                        SOON,
                        () -> about(rule, subject),
                        found -> found.stream().anyMatch(each -> !each.isResolved()))
                .getFirst();
    }

    /** Waits for the message that it is over. Gives all about it. */
    List<Delivery> resolved(String rule, String subject) {
        return Await.until(
                rule + " about " + subject + " is over",
                SOON,
                () -> about(rule, subject),
                found -> found.stream().anyMatch(Delivery::isResolved));
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
