package io.baton.alert.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ConnectionPoolsTest {
    @Test
    void theSizesAreThoseOfTheServer() throws IOException {
        var server = Files.readString(Path.of("liberty/server.xml"));
        ConnectionPools.SIZES.forEach((pool, size) -> {
            var found = Pattern.compile("jndiName=\"" + pool + "\".*?maxPoolSize=\"(\\d+)\"", Pattern.DOTALL)
                    .matcher(server);
            assertTrue(found.find(), pool);
            assertEquals(size, Integer.parseInt(found.group(1)), pool);
        });
        assertTrue(server.contains("name=\"DB_POOL_SIZE\" defaultValue=\"" + ConnectionPools.MAIN_SIZE + "\""));
    }
}
