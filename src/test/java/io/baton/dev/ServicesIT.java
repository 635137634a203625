package io.baton.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** Real servers, and others that are faster to a port which was free a moment ago. */
class ServicesIT {
    @TempDir
    Path folder;

    @Test
    void anotherCheckoutsDatabaseIsNeverUsed() throws Exception {
        var theirs = new ArrayList<Postgres>();
        try (var ours = Ports.claim(0, port -> {
            if (theirs.isEmpty()) {
                theirs.add(Postgres.on(folder.resolve("theirs"), port).orElseThrow());
                assertEquals(Optional.empty(), Postgres.on(folder.resolve("ours"), port));
                return Optional.empty();
            }
            return Postgres.on(folder.resolve("ours"), port);
        })) {
            assertNotEquals(theirs.getFirst().jdbcUrl(), ours.jdbcUrl());
            assertEquals(folder.resolve("ours").toString(), dataFolder(ours));
            assertEquals(folder.resolve("theirs").toString(), dataFolder(theirs.getFirst()), "it runs on");
        } finally {
            for (var each : theirs) {
                each.close();
            }
        }
    }

    @Test
    void anotherCheckoutsRedisIsNeverUsed() throws Exception {
        var theirs = new ArrayList<Redis>();
        try (var ours = Ports.claim(0, port -> {
            if (theirs.isEmpty()) {
                theirs.add(Redis.on(folder.resolve("theirs"), port).orElseThrow());
                assertEquals(Optional.empty(), Redis.on(folder.resolve("ours"), port));
                return Optional.empty();
            }
            return Redis.on(folder.resolve("ours"), port);
        })) {
            assertEquals(folder.resolve("ours").toRealPath().toString(), dataFolder(ours));
            assertEquals(folder.resolve("theirs").toRealPath().toString(), dataFolder(theirs.getFirst()), "it runs on");
        } finally {
            theirs.forEach(Redis::close);
        }
    }

    @Test
    void aKeyAloneAsksNoRealProvider() throws Exception {
        var given = Map.of(
                "DB_URL", "jdbc:postgresql://given/none",
                "REDIS_URL", "redis://given",
                "QWEN_API_KEY", "real",
                "DEEPSEEK_API_KEY", "real",
                "GEMMA_MP_REST_URL", "https://gemma.example/v1",
                "GEMMA_API_KEY", "real");
        try (var services = new Services(folder, given).start(false)) {
            var environment = services.environment();
            for (var vendor : List.of("QWEN", "OPENAI", "DEEPSEEK")) {
                assertEquals("scripted", environment.get(vendor + "_API_KEY"), vendor);
                assertEquals(
                        "127.0.0.1",
                        URI.create(environment.get(vendor + "_MP_REST_URL")).getHost(),
                        vendor);
            }
            assertEquals("https://gemma.example/v1", environment.get("GEMMA_MP_REST_URL"));
            assertEquals("real", environment.get("GEMMA_API_KEY"));
        }
    }

    @Test
    void deepSeekIsOnlyThereWithAKeyAndNeverByAnInheritedOne() throws Exception {
        var given = Map.of("DB_URL", "jdbc:postgresql://given/none", "REDIS_URL", "redis://given");
        try (var services = new Services(folder, given).start(false)) {
            assertEquals("", services.environment().get("DEEPSEEK_API_KEY"));
            assertTrue(services.environment().get("DEEPSEEK_MP_REST_URL").startsWith("http://127.0.0.1:"));
        }
    }

    private static String dataFolder(Postgres server) throws SQLException {
        try (var connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), "");
                var row = connection.createStatement().executeQuery("show data_directory")) {
            row.next();
            return row.getString(1);
        }
    }

    private static String dataFolder(Redis server) throws IOException {
        try (var client = new Jedis(URI.create(server.url()))) {
            return client.configGet("dir").get("dir");
        }
    }
}
