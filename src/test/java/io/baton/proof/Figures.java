package io.baton.proof;

import io.baton.dev.TestServer;
import io.baton.testing.Database;
import io.baton.testing.RedisData;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The live figures in Redis beside the ledger, both read past Baton. */
final class Figures {
    /** By which a figure must follow its row. */
    private static final Duration LAG = Duration.ofSeconds(2);

    private static final String EXPECTED = """
            select key, model, count(*) filter (where ended_answer) as requests, sum(input_tokens + output_tokens) as tokens,
              coalesce(sum(cost), 0) as cost
            from attempt, lateral (values
              ('usage:hour:' || to_char(started_at at time zone 'UTC', 'YYYY-MM-DD-HH24')),
              ('usage:day:' || to_char(started_at at time zone 'UTC', 'YYYY-MM-DD')),
              ('user:' || user_id || ':usage:' || to_char(started_at at time zone 'UTC', 'YYYY-MM-DD'))) k (key)
            where outcome is not null
            group by 1, 2
            """;

    private Figures() {}

    /** A field of a hash. */
    private record Field(String hash, String name) {}

    /** How many fields of today's and this hour's hashes in Redis differ from the ledger. */
    static long differences() {
        var expected = expected();
        return outside(expected, there(expected), expected);
    }

    /**
     * Has Redis forget everything, and gives the time until each figure is what the ledger said two seconds before, or
     * what it has come to say since; all of them only grow. Without end where that never comes.
     */
    static Duration untilRightAfterFlush() throws Exception {
        try (var redis = RedisData.connect(TestServer.running())) {
            redis.flushAll();
        }
        var flushed = System.nanoTime();
        while (true) {
            var least = expected();
            TimeUnit.NANOSECONDS.sleep(LAG.toNanos());
            var there = there(least);
            var read = System.nanoTime();
            if (outside(least, there, expected()) == 0) {
                return Duration.ofNanos(read - flushed);
            }
        }
    }

    private static long outside(
            Map<Field, BigDecimal> least, Map<Field, BigDecimal> there, Map<Field, BigDecimal> most) {
        return least.keySet().stream()
                .filter(field -> !there.containsKey(field)
                        || there.get(field).compareTo(least.get(field)) < 0
                        || there.get(field).compareTo(most.get(field)) > 0)
                .count();
    }

    private static Map<Field, BigDecimal> expected() {
        var expected = new HashMap<Field, BigDecimal>();
        for (var row : Database.rows(EXPECTED)) {
            for (var figure : List.of("requests", "tokens", "cost")) {
                var field = new Field((String) row.get("key"), row.get("model") + ":" + figure);
                expected.put(field, new BigDecimal(row.get(figure).toString()));
            }
        }
        return expected;
    }

    private static Map<Field, BigDecimal> there(Map<Field, BigDecimal> expected) {
        var there = new HashMap<Field, BigDecimal>();
        try (var redis = RedisData.connect(TestServer.running())) {
            expected.keySet().stream()
                    .map(Field::hash)
                    .distinct()
                    .forEach(hash -> redis.hgetAll(hash)
                            .forEach((name, value) -> there.put(new Field(hash, name), new BigDecimal(value))));
        }
        return there;
    }
}
