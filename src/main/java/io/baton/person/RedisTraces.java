package io.baton.person;

import io.baton.platform.Problem;
import io.baton.platform.Redis;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/** What Redis has of a person: the logs of answers, and keys that name the person, such as counters and limits. */
@ApplicationScoped
class RedisTraces {
    private static final Duration AGAIN = Duration.ofSeconds(5);
    private static final int AT_ONCE = 500;

    @Inject
    Redis redis;

    /** @throws Problem 503 while Redis is away */
    void deleteLogs(List<UUID> answers) {
        var keys = answers.stream()
                .flatMap(id ->
                        Stream.of("frames", "epoch", "read", "attempts").map(part -> "baton:{" + id + "}:" + part))
                .toArray(String[]::new);
        if (keys.length > 0) {
            redis.ask(client -> client.del(keys)).orElseThrow(RedisTraces::away);
        }
    }

    /** Looks at all keys, some at a time. @throws Problem 503 while Redis is away */
    void deleteKeysOf(String userId) {
        var pattern = new ScanParams().match("*" + userId + "*").count(AT_ONCE);
        var cursor = ScanParams.SCAN_POINTER_START;
        do {
            var from = cursor;
            ScanResult<String> found =
                    redis.ask(client -> client.scan(from, pattern)).orElseThrow(RedisTraces::away);
            if (!found.getResult().isEmpty()) {
                redis.ask(client -> client.del(found.getResult().toArray(String[]::new)))
                        .orElseThrow(RedisTraces::away);
            }
            cursor = found.getCursor();
        } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
    }

    private static Problem away() {
        return Problem.temporary(Problem.Kind.UNAVAILABLE, AGAIN, "problem.redis-away");
    }
}
