package io.baton.dev;

import static io.baton.dev.PortPlan.Listener.BALANCER;
import static io.baton.dev.PortPlan.Listener.NODE_1;
import static io.baton.dev.PortPlan.Listener.NODE_1_TLS;
import static io.baton.dev.PortPlan.Listener.NODE_2;
import static io.baton.dev.PortPlan.Listener.NODE_2_TLS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PortPlanTest {
    private static final List<PortPlan.Listener> ALL = List.of(PortPlan.Listener.values());
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final PrintStream say = new PrintStream(said, true, StandardCharsets.UTF_8);

    @Test
    void eachListenerHasAPortOfItsOwn() throws IOException {
        var plan = new PortPlan(Map.of(), ALL, say);
        assertEquals(
                ALL.size(),
                new HashSet<>(Arrays.stream(PortPlan.Listener.values())
                                .map(plan::of)
                                .toList())
                        .size());
    }

    @Test
    void everyPortCanBeGiven() throws IOException {
        var free = freePorts();
        var given = ALL.stream()
                .collect(Collectors.toMap(
                        each -> each.variable, each -> free.get(each).toString()));
        var plan = new PortPlan(given, ALL, say);
        ALL.forEach(each -> assertEquals(free.get(each), plan.of(each), each.variable));
        assertEquals("", said.toString(StandardCharsets.UTF_8));
    }

    @Test
    void theSecondNodeDoesNotHeedTheVariablesOfTheFirst() throws IOException {
        try (var first = listening()) {
            var given = Map.of("HTTP_PORT", Integer.toString(first.getLocalPort()));
            var plan = new PortPlan(given, List.of(NODE_2, NODE_2_TLS), say);
            assertNotEquals(first.getLocalPort(), plan.of(NODE_2));
        }
    }

    @Test
    void allConflictsAreNamedAtOnceWithTheirVariables() throws IOException {
        try (var other = listening()) {
            var port = Integer.toString(other.getLocalPort());
            var given = Map.of(
                    "HTTP_PORT", port, "HTTPS_PORT", port, "NODE2_HTTP_PORT", "http", "NODE2_HTTPS_PORT", "70000");
            var refused = assertThrows(CannotStart.class, () -> new PortPlan(given, ALL, say));
            assertEquals(
                    List.of(
                            "HTTP_PORT=" + port + ": the port for node 1 is in use.",
                            "HTTP_PORT and HTTPS_PORT are both " + port + ".",
                            "NODE2_HTTP_PORT=http: a port is a number from 1 to 65535.",
                            "NODE2_HTTPS_PORT=70000: a port is a number from 1 to 65535."),
                    refused.getMessage().lines().toList());
        }
    }

    @Test
    void aGivenPortKeepsAUsualOneFromBeingChosenTwice() throws IOException {
        var given = Map.of("HTTP_PORT", Integer.toString(Ports.freeOr(BALANCER.usual)));
        var plan = new PortPlan(given, List.of(NODE_1, BALANCER), say);
        assertNotEquals(plan.of(NODE_1), plan.of(BALANCER));
    }

    @Test
    void aChosenPortThatIsTakenMeanwhileIsReplacedAndAGivenOneIsNot() throws IOException {
        var given = Map.of("HTTPS_PORT", Integer.toString(Ports.freeOr(0)));
        var plan = new PortPlan(given, List.of(NODE_1, NODE_1_TLS), say);
        var chosen = plan.of(NODE_1);
        try (var faster = listening(chosen)) {
            plan.replaceTaken(NODE_1, NODE_1_TLS);
            assertNotEquals(faster.getLocalPort(), plan.of(NODE_1));
            assertTrue(said.toString(StandardCharsets.UTF_8).contains("set HTTP_PORT to choose"), said::toString);
        }
        try (var faster = listening(plan.of(NODE_1_TLS))) {
            var refused = assertThrows(CannotStart.class, () -> plan.replaceTaken(NODE_1, NODE_1_TLS));
            assertEquals(
                    "HTTPS_PORT=" + faster.getLocalPort() + ": the port for node 1 (https) is in use.",
                    refused.getMessage());
        }
    }

    private static Map<PortPlan.Listener, Integer> freePorts() throws IOException {
        var ports = new java.util.EnumMap<PortPlan.Listener, Integer>(PortPlan.Listener.class);
        for (var each : ALL) {
            int port;
            do {
                port = Ports.freeOr(0);
            } while (ports.containsValue(port));
            ports.put(each, port);
        }
        return ports;
    }

    private static ServerSocket listening() throws IOException {
        return listening(0);
    }

    private static ServerSocket listening(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    }
}
