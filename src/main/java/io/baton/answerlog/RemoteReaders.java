package io.baton.answerlog;

import io.baton.platform.Redis;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import redis.clients.jedis.params.SetParams;

/**
 * Tracks readers on nodes that do not own the answer. A node that follows an answer is subscribed to its frames; one that polls it
 * leaves a mark in Redis that expires.
 */
@ApplicationScoped
class RemoteReaders {
    private static final Duration MARK = Duration.ofSeconds(5);

    @Inject
    Redis redis;

    /** Marks the answers as polled on this node, for some seconds. */
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
        var ids = List.copyOf(answers);
        var channels = ids.stream().map(RedisAnswerLog::frames).toList();
        return redis.subscribed(channels)
                .flatMap(subscribed -> marks(ids).map(marks -> {
                    var read = new HashSet<UUID>();
                    for (var i = 0; i < ids.size(); i++) {
                        if (marks.get(i) != null || subscribed.contains(channels.get(i))) {
                            read.add(ids.get(i));
                        }
                    }
                    return read;
                }));
    }

    private Optional<List<String>> marks(List<UUID> ids) {
        return redis.ask(
                client -> client.mget(ids.stream().map(RemoteReaders::key).toArray(String[]::new)));
    }

    private static String key(UUID answerId) {
        return "baton:{" + answerId + "}:read";
    }
}
