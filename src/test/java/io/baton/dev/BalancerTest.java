package io.baton.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.baton.testing.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both load balancers do the same, before two real HTTP servers: the embedded one always, haproxy where it is installed. */
class BalancerTest {

    @TempDir
    Path folder;

    private final BalancedNode one = new BalancedNode("one");
    private final BalancedNode other = new BalancedNode("other");
    private Balancer balancer;

    BalancerTest() throws IOException {}

    enum Kind {
        EMBEDDED,
        HAPROXY
    }

    @AfterEach
    void end() {
        if (balancer != null) {
            balancer.close();
        }
        one.stop();
        other.stop();
    }

    @ParameterizedTest
    @EnumSource
    void requestsGoToTheNodesInTurns(Kind kind) throws Exception {
        start(kind);
        assertEquals(Set.of("one", "other"), askedTwenty());
        assertEquals("POST body", post("body"));
    }

    @ParameterizedTest
    @EnumSource
    void aStreamArrivesAsItIsSaidAndGoesOnWhileItsNodeIsNotReady(Kind kind) throws Exception {
        start(kind);
        try (var socket = connect("/stream")) {
            var lines = lines(socket);
            var node = node(line(lines, "data: 1 of "));
            node.say("data: 2");
            line(lines, "data: 2");
            node.status = 503;
            Await.until("it gets no more requests", this::askedTwenty, Set.of(rest(node).name)::equals);
            node.say("data: 3");
            line(lines, "data: 3");
            node.status = 200;
            Await.until("it gets requests again", () -> askedTwenty().size() == 2, Boolean.TRUE::equals);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNodeThatEndsFailsNoQuestion(Kind kind) throws Exception {
        start(kind);
        assertEquals(2, askedTwenty().size());
        one.stop();
        assertEquals(Set.of("other"), askedTwenty());
    }

    @ParameterizedTest
    @EnumSource
    void noQuestionIsAskedTwiceWhereANodeEndsWithoutAnAnswer(Kind kind) throws Exception {
        start(kind);
        try (var socket = connect("/abort")) {
            var status = lines(socket).readLine();
            assertTrue(status == null || status.contains(" 50"), () -> "no answer was made up: " + status);
        }
        assertEquals(1, one.aborted.get() + other.aborted.get());
    }

    /** haproxy passes the wish for another protocol on, and the protocol then too. */
    @Test
    void headersOfOneHopAreNotPassedOn() throws Exception {
        start(Kind.EMBEDDED);
        try (var socket =
                connect("/headers", "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMA")) {
            assertTrue(lines(socket).readLine().contains(" 200"));
        }
        var seen = one.headers.isEmpty() ? other.headers.poll() : one.headers.poll();
        assertFalse(seen.containsKey("Upgrade"), seen.entrySet()::toString);
    }

    @ParameterizedTest
    @EnumSource
    void aTakenPortIsNamed(Kind kind) throws IOException {
        available(kind);
        try (var taken = new ServerSocket(0)) {
            assertThrows(PortTaken.class, () -> started(kind, taken.getLocalPort()));
        }
    }

    private void start(Kind kind) throws IOException, InterruptedException {
        available(kind);
        balancer = Ports.claim(0, port -> java.util.Optional.of(started(kind, port)));
    }

    private static void available(Kind kind) {
        assumeTrue(
                kind == Kind.EMBEDDED || Programs.find("haproxy").isPresent(),
                "haproxy was not found; the embedded load balancer was tested in its place");
    }

    private Balancer started(Kind kind, int port) throws IOException, InterruptedException {
        var nodes = List.of(one.url(), other.url());
        return switch (kind) {
            case EMBEDDED -> EmbeddedBalancer.start(HaproxyFile.read(), port, nodes);
            case HAPROXY ->
                Haproxy.start(Programs.find("haproxy").orElseThrow(), folder.resolve("haproxy.log"), port, nodes);
        };
    }

    private BalancedNode node(String line) {
        return line.endsWith(" one") ? one : other;
    }

    private BalancedNode rest(BalancedNode node) {
        return node == one ? other : one;
    }

    private Set<String> askedTwenty() {
        return IntStream.range(0, 20).mapToObj(i -> get("/who")).collect(Collectors.toSet());
    }

    private String get(String path) {
        try {
            var connection = open(path);
            assertEquals(200, connection.getResponseCode());
            return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    private String post(String body) throws IOException {
        var connection = open("/echo");
        connection.setDoOutput(true);
        connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private HttpURLConnection open(String path) throws IOException {
        var connection =
                (HttpURLConnection) URI.create(balancer.url() + path).toURL().openConnection();
        connection.setReadTimeout((int) Await.ENOUGH.toMillis());
        return connection;
    }

    private Socket connect(String path, String... headers) throws IOException {
        var socket = new Socket("localhost", URI.create(balancer.url()).getPort());
        socket.setSoTimeout((int) Await.ENOUGH.toMillis());
        var head = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n"
                + List.of(headers).stream().map(each -> each + "\r\n").collect(Collectors.joining()) + "\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static BufferedReader lines(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private static String line(BufferedReader lines, String beginning) throws IOException {
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(beginning)) {
                return line;
            }
        }
        throw new AssertionError("the stream has ended before " + beginning);
    }
}
