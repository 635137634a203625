package io.baton.generation;

import io.baton.answer.ChatConfig;
import io.baton.answer.OpenedAttempt;
import io.baton.answerlog.Receipt;
import io.baton.answerlog.RedisAnswerLog;
import io.baton.catalog.Catalog;
import io.baton.platform.Redis;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/**
 * Attempts that were recorded while PostgreSQL was away. They are in Redis, beside the answer's log and under its epoch, where the
 * next owner of the answer finds them.
 */
@ApplicationScoped
public class RedisAttempts {
    private static final String RECORD = """
            local sealed = tonumber(redis.call('GET', KEYS[2]) or '0')
            local epoch = tonumber(ARGV[1])
            if sealed > epoch then return -1 end
            if sealed < epoch then return -2 end
            redis.call('HSET', KEYS[1], ARGV[2], ARGV[3])
            redis.call('PEXPIRE', KEYS[1], ARGV[4])
            return redis.call('HLEN', KEYS[1])
            """;

    @Inject
    Redis redis;

    @Inject
    Catalog catalog;

    @Inject
    @ConfigProperties
    ChatConfig config;

    /** A repetition changes nothing. Empty: Redis is away or too slow; the attempt may be recorded. */
    Optional<Receipt> record(UUID answerId, int epoch, OpenedAttempt opened) {
        var keys = List.of(key(answerId), RedisAnswerLog.epoch(answerId));
        var arguments = List.of(
                Integer.toString(epoch),
                opened.attempt().toString(),
                opened.toJson(),
                Long.toString(config.logKept.toMillis()));
        return redis.askReserved(client -> client.eval(RECORD, keys, arguments)).map(reply -> Receipt.of((Long) reply));
    }

    /** The attempts of an answer whose log is sealed, in no order. Empty if Redis is away or too slow. */
    public List<OpenedAttempt> of(UUID answerId) {
        return redis.ask(client -> client.hvals(key(answerId))).orElse(List.of()).stream()
                .map(json -> OpenedAttempt.fromJson(json, catalog))
                .toList();
    }

    private static String key(UUID answerId) {
        return "baton:{" + answerId + "}:attempts";
    }
}
