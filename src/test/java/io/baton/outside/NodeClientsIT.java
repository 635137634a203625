package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.baton.dev.Programs;
import io.baton.dev.TestServer;
import io.baton.testing.Api;
import io.baton.testing.RedisData;
import jakarta.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs the tests of {@code clients/openai} against the server, where {@code npm ci} has been run there. */
class NodeClientsIT {
    private static final Path CLIENTS = Path.of("clients/openai");
    private final Api poor = Api.somebody();
    private final Api hasty = Api.somebody();

    @AfterEach
    void allIsWellAgain() {
        Api.of("admin").delete("/api/admin/budgets/" + poor.userId());
        RedisData.empty("user:" + hasty.userId());
    }

    @Test
    void theClientsForNodeWork() throws IOException, InterruptedException {
        assumeTrue(Programs.find("npm").isPresent(), "npm was not found");
        assumeTrue(Files.isDirectory(CLIENTS.resolve("node_modules")), "npm ci was not run in " + CLIENTS);
        var budget = Json.createObjectBuilder().add("monthLimit", 0).build();
        Api.of("admin").put("/api/admin/budgets/" + poor.userId(), budget).with(200);
        RedisData.fillUp(hasty.userId());
        var output = Files.createTempFile("node", ".log");
        var node = new ProcessBuilder("npm", "test").directory(CLIENTS.toFile()).redirectErrorStream(true);
        node.environment().put("BATON_URL", TestServer.running().url());
        node.environment().put("BATON_TOKEN", Api.somebody().token());
        node.environment().put("BATON_POOR_TOKEN", poor.token());
        node.environment().put("BATON_HASTY_TOKEN", hasty.token());
        node.environment()
                .put(
                        "BATON_SCRIPTED",
                        "http://127.0.0.1:" + Providers.scripted().port());
        var process = node.redirectOutput(output.toFile()).start();
        try {
            var ended = process.waitFor(2, TimeUnit.MINUTES);
            var said = Files.readString(output);
            System.out.println(said);
            assertEquals(0, ended ? process.exitValue() : -1, said);
        } finally {
            process.destroyForcibly();
            Files.delete(output);
        }
    }
}
