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

/** Who reads answers on other nodes than their owner's: marks in Redis that go by themselves, so that a dead node reads nothing. */
@ApplicationScoped
class RemoteReaders {
    private static final Duration MARK = Duration.ofSeconds(5);

    @Inject
    Redis redis;

    /** Says that somebody on this node reads these answers, for some seconds. */
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

    /** Those of the answers that somebody on another node reads. Empty: Redis is away, so nobody knows. */
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
