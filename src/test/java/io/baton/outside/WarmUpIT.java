package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baton.dev.TestServer;
import io.baton.testing.Api;
import io.baton.testing.Database;
import io.baton.testing.RedisData;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A node that warms up before it is ready leaves no trace in the books, in Redis' limits, or at a provider. */
@Tag("long")
class WarmUpIT {
    private static final int ROUNDS = 3;
    /** GET and POST of our own interface, and OpenAI's. */
    private static final int WAYS = 3;

    private static final List<String> TABLES = List.of(
            "conversation", "message", "answer", "attempt", "hold", "budget_account", "idempotency", "ended_session");
    private static final List<String> MODELS =
            List.of("provider:qwen", "provider:gemma", "provider:openai", "model:qwen2.5", "model:gemma-3");

    @Test
    void nothingOfItRemains() {
        var server = TestServer.running();
        MODELS.forEach(RedisData::empty);
        var rows = rows();
        var asked = Providers.saw("Is anybody there").size();
        var users = RedisData.users();
        var node = server.anotherNode(Map.of("WARM_UP_ROUNDS", Integer.toString(ROUNDS)));
        try {
            var askers = new HashSet<>(RedisData.users());
            askers.removeAll(users);
            assertEquals(ROUNDS, askers.size(), "each round's user came as far as the limits");
            askers.forEach(
                    asker -> assertEquals(WAYS, RedisData.size("user:" + asker), "in each way that clients ask"));
            assertEquals(rows, rows());
            assertEquals(asked, Providers.saw("Is anybody there").size());
            MODELS.forEach(window -> assertEquals(0, RedisData.size(window), window));
            Api.somebody().at(node.url()).hear(Providers.quick(3)).complete();
        } finally {
            node.stop();
        }
    }

    private static Map<String, Long> rows() {
        var rows = new TreeMap<String, Long>();
        TABLES.forEach(table -> rows.put(table, Database.count(table)));
        return rows;
    }
}
