package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.dev.TestNode;
import io.baton.dev.TestServer;
import io.baton.testing.Api;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One setting puts the metrics behind a role. */
@Tag("long")
class MetricsAccessIT {
    private static TestNode node;

    @BeforeAll
    static void aNodeThatProtectsThem() {
        node = TestServer.running().anotherNode(Map.of("METRICS_AUTHENTICATION", "true"));
    }

    @AfterAll
    static void end() {
        node.kill();
    }

    @Test
    void onlyAnAdminOfTheServersRegistryReadsThem() throws Exception {
        var metrics = read("admin:admin");
        assertTrue(metrics.startsWith("HTTP/1.1 200"), metrics.substring(0, 100));
        assertTrue(metrics.contains("baton_answers_running"));
        for (var other : new String[] {"author:author", "admin:wrong", "nobody:"}) {
            var refused = read(other);
            assertTrue(refused.matches("(?s)HTTP/1\\.1 40[13] .*"), refused);
            assertFalse(refused.contains("baton_"), refused);
        }
    }

    @Test
    void nobodyReadsThemWithoutAPasswordOrWithoutTls() throws Exception {
        var refused = send();
        assertTrue(refused.startsWith("HTTP/1.1 401"), refused);
        assertFalse(refused.contains("baton_"), refused);
        var plain = new Api(node.url(), Map.of()).get("/metrics");
        assertEquals(302, plain.status());
        assertFalse(plain.body().contains("baton_"), plain.body());
        assertEquals(200, new Api(node.url(), Map.of()).get("/health/live").status());
    }

    private static String read(String credentials) throws Exception {
        var basic = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        return send("Authorization: Basic " + basic);
    }

    private static String send(String... headers) throws Exception {
        var lines = new String[headers.length + 1];
        lines[0] = "GET /metrics HTTP/1.1";
        System.arraycopy(headers, 0, lines, 1, headers.length);
        try (var wire = Wire.openTlsAt(node.httpsPort())) {
            return wire.send(Wire.head(lines)).rest();
        }
    }
}
