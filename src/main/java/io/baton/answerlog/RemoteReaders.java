package io.baton.answerlog;

import io.baton.platform.Redis;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import redis.clients.jedis.Response;
import redis.clients.jedis.params.SetParams;

/**
 * Tracks readers on nodes that do not own the answer: marks in Redis that expire, so that a dead node has no readers.
 */
@ApplicationScoped
class RemoteReaders {
    private static final Duration MARK = Duration.ofSeconds(5);

    @Inject
    Redis redis;

    /** Marks the answers as read on this node, for some seconds. */
    void mark(Collection<UUID> answers) {
        redis.ask(client -> {
            try (var pipeline = client.pipelined()) {
                answers.forEach(
                        id -> pipeline.set(key(id), "1", SetParams.setParams().px(MARK.toMillis())));
                pipeline.sync();
            }
            return true;
        });
    }

    /** Those of the answers that are read on another node. Empty if Redis is unavailable. */
    Optional<Set<UUID>> elsewhere(Collection<UUID> answers) {
        return redis.ask(client -> {
            var marks = new HashMap<UUID, Response<Boolean>>();
            try (var pipeline = client.pipelined()) {
                answers.forEach(id -> marks.put(id, pipeline.exists(key(id))));
                pipeline.sync();
            }
            var read = new HashSet<UUID>();
            marks.forEach((id, there) -> {
                if (there.get()) {
                    read.add(id);
                }
            });
            return read;
        });
    }

    private static String key(UUID answerId) {
        return "baton:{" + answerId + "}:read";
    }
}
