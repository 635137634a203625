package io.baton.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final PrintStream say = new PrintStream(said, true, StandardCharsets.UTF_8);

    @Test
    void onlyWhatIsBatonsIsTaken() {
        var given = Settings.in(Map.of("CHAT_HEARTBEAT", "PT1S", "DB_URL", "x", "HOME", "/root", "PATH", "/bin"));
        assertEquals(Map.of("CHAT_HEARTBEAT", "PT1S", "DB_URL", "x"), given.given());
    }

    @Test
    void aPortThatWasAskedForAndIsInUseIsRefused() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = Integer.toString(other.getLocalPort());
            var settings = Settings.in(Map.of("HTTP_PORT", port));
            var refused = assertThrows(CannotStart.class, () -> settings.ports(0, say));
            assertEquals("Port " + port + " is in use.", refused.getMessage());
        }
        var nonsense = Settings.in(Map.of("HTTP_PORT", "http"));
        assertThrows(CannotStart.class, () -> nonsense.ports(0, say));
    }

    @Test
    void aUsualPortThatIsInUseIsReplacedAndSaidSo() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var offset = other.getLocalPort() - 9080;
            var https = Integer.toString(Ports.freeOr(0));
            var ports = Settings.in(Map.of("HTTPS_PORT", https)).ports(offset, say);
            assertEquals(
                    other.getLocalPort() + " is in use, so Baton listens on " + ports.get("HTTP_PORT") + ".",
                    said.toString(StandardCharsets.UTF_8).strip());
            assertEquals(https, ports.get("HTTPS_PORT"));
        }
    }

    @Test
    void aProviderWithOnlyHalfOfItsSettingsIsNamed() {
        var settings = Settings.in(Map.of(
                "QWEN_MP_REST_URL", "https://q.example/v1",
                "GEMMA_API_KEY", "secret",
                "OPENAI_MP_REST_URL", "https://o.example/v1",
                "OPENAI_API_KEY", "secret"));
        assertEquals(
                List.of(
                        "qwen: https://q.example/v1 without QWEN_API_KEY: it will not be asked.",
                        "gemma: scripted in spite of GEMMA_API_KEY; to ask the real one, set GEMMA_MP_REST_URL too."),
                settings.surprises());
    }
}
