package io.baton.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a server is waited for that does not come up; a shell script plays it. */
class LibertyTest {
    private static final Duration SHORT = Duration.ofSeconds(2);

    @TempDir
    Path folder;

    private HttpServer another;

    @BeforeEach
    void anotherServerThatIsReady() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no /bin/sh");
        another = HttpServer.create(new InetSocketAddress(InetAddress.getByName("localhost"), 0), 0);
        another.createContext("/health/ready", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        another.start();
    }

    @AfterEach
    void end() {
        another.stop(0);
    }

    @Test
    void theReadinessOfAnotherServerOnItsPortIsNotItsOwn() throws IOException {
        var refused = assertThrows(CannotStart.class, () -> started("sleep 60").awaitReady(SHORT));
        assertTrue(
                refused.getMessage()
                        .matches(
                                "Open Liberty was not ready after \\d+ s: its log does not say that it listens on port \\d+\n  Log: .*console.log"),
                refused::getMessage);
    }

    @Test
    void aPortThatAnotherServerHasTakenIsToldApart() {
        var taken = "echo 'CWWKO0221E: TCP Channel initialization did not succeed.'; sleep 60";
        var refused = assertThrows(PortTaken.class, () -> started(taken).awaitReady(SHORT));
        assertTrue(refused.getMessage().startsWith("CWWKO0221E"), refused::getMessage);
    }

    @Test
    void aServerThatListensIsReadyWhenItSaysSo() throws Exception {
        var port = another.getAddress().getPort();
        var server =
                started("echo 'CWWKO0219I: TCP Channel defaultHttpEndpoint ... (IPv6) port " + port + ".'; sleep 60");
        server.awaitReady(Duration.ofSeconds(20));
        server.close();
    }

    @Test
    void exportedSettingsAreNotInherited() {
        var inherited =
                new HashMap<>(Map.of("DEEPSEEK_API_KEY", "real", "LIMITS_MODEL_COOLDOWN", "PT1S", "PATH", "/bin"));
        Liberty.removeSettings(inherited);
        assertEquals(Map.of("PATH", "/bin"), inherited);
    }

    private Liberty started(String script) throws IOException {
        var program = Files.createDirectories(folder.resolve("home/bin")).resolve("server");
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        var port = Integer.toString(another.getAddress().getPort());
        return Liberty.start(folder.resolve("home"), folder.resolve("node"), Map.of("HTTP_PORT", port));
    }
}
