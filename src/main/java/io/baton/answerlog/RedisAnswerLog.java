package io.baton.answerlog;

import io.baton.answer.ChatConfig;
import io.baton.answer.Frame;
import io.baton.cluster.Lease;
import io.baton.platform.Redis;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperties;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.params.SetParams;

/**
 * The answer logs in Redis, shared by all nodes: a list of frames, and the epoch that may append. Each operation is
 * atomic and idempotent. Each frame is also published, to a channel with the list's name.
 */
@ApplicationScoped
public class RedisAnswerLog {
    /** The most frames of one log in one read. */
    static final int MAX_FRAMES = 512;

    private static final String APPEND = """
            local sealed = tonumber(redis.call('GET', KEYS[2]) or '0')
            local epoch, first, fresh, keep = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3] == '1', ARGV[4]
            local extend = ARGV[5] == '1'
            if sealed > epoch then return -1 end
            if sealed < epoch then
              if not fresh or first > 1 then return -2 end
              redis.call('DEL', KEYS[1])
              redis.call('SET', KEYS[2], epoch)
              extend = true
            end
            local length = redis.call('LLEN', KEYS[1])
            local before = length
            if length >= first - 1 then
              for i = 6 + length - first + 1, #ARGV do
                length = redis.call('RPUSH', KEYS[1], ARGV[i])
                redis.call('PUBLISH', KEYS[1], ARGV[i])
              end
              if extend or before == 0 then
                redis.call('PEXPIRE', KEYS[1], keep)
                redis.call('PEXPIRE', KEYS[2], keep)
              end
            end
            return length
            """;
    private static final String SEAL = """
            local sealed = tonumber(redis.call('GET', KEYS[2]) or '0')
            if sealed > tonumber(ARGV[1]) then return {'sealed'} end
            redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2])
            local frames = redis.call('LRANGE', KEYS[1], 0, -1)
            table.insert(frames, 1, 'ours')
            return frames
            """;

    @Inject
    Redis redis;

    @Inject
    Lease lease;

    @Inject
    @ConfigProperties
    ChatConfig config;

    private volatile String appendSha = "";

    /**
     * Appends unless a newer epoch owns the log. A missing log, or one of an older epoch, is created only while this
     * node's lease is valid.
     *
     * @return one receipt per batch; empty if Redis is unavailable, and then some frames may have arrived
     */
    Optional<List<Receipt>> append(List<Batch> batches) {
        if (batches.isEmpty()) {
            return Optional.of(List.of());
        }
        return redis.askReserved(client -> {
            try {
                return tryAppend(client, batches);
            } catch (JedisNoScriptException lost) {
                appendSha = client.scriptLoad(APPEND);
                return tryAppend(client, batches);
            }
        });
    }

    private List<Receipt> tryAppend(RedisClient client, List<Batch> batches) {
        var answers = new ArrayList<Response<Object>>();
        try (var pipeline = client.pipelined()) {
            for (var batch : batches) {
                var id = batch.answerId();
                answers.add(pipeline.evalsha(appendSha, List.of(frames(id), epoch(id)), arguments(batch)));
            }
            pipeline.sync();
        }
        return answers.stream().map(answer -> Receipt.of((Long) answer.get())).toList();
    }

    private List<String> arguments(Batch batch) {
        var arguments = new ArrayList<String>();
        arguments.add(Integer.toString(batch.epoch()));
        arguments.add(Integer.toString(batch.first()));
        arguments.add(lease.isValid() ? "1" : "0");
        arguments.add(keepMillis());
        arguments.add(batch.extendsLife() ? "1" : "0");
        batch.frames().forEach(frame -> arguments.add(FrameCodec.write(frame)));
        return arguments;
    }

    /** Locks out all older epochs of a log. Empty if Redis is unavailable. */
    public Optional<Seal> seal(UUID answerId, int epoch) {
        var keys = List.of(frames(answerId), epoch(answerId));
        return redis.askReserved(
                        client -> (List<?>) client.eval(SEAL, keys, List.of(Integer.toString(epoch), keepMillis())))
                .map(reply -> reply.getFirst().equals("ours")
                        ? new Seal.Ours(reply.stream()
                                .skip(1)
                                .map(frame -> FrameCodec.read((String) frame))
                                .toList())
                        : new Seal.Theirs());
    }

    /**
     * Reads each log from the given frame number on, at most a few hundred frames each; no entry for an empty result.
     *
     * @return empty if Redis is unavailable
     */
    Optional<Map<UUID, List<Frame>>> read(Map<UUID, Integer> from) {
        return redis.ask(client -> {
            var answers = new HashMap<UUID, Response<List<String>>>();
            try (var pipeline = client.pipelined()) {
                from.forEach((id, n) -> answers.put(id, pipeline.lrange(frames(id), n - 1L, n - 2L + MAX_FRAMES)));
                pipeline.sync();
            }
            var read = new HashMap<UUID, List<Frame>>();
            answers.forEach((id, frames) -> {
                if (!frames.get().isEmpty()) {
                    read.put(id, frames.get().stream().map(FrameCodec::read).toList());
                }
            });
            return read;
        });
    }

    /** Keeps a log at least for so long from now on. */
    public void keep(UUID answerId, Duration time) {
        var millis = Math.max(time.toMillis(), config.logKept.toMillis());
        redis.ask(client -> {
            client.pexpire(frames(answerId), millis);
            return client.pexpire(epoch(answerId), millis);
        });
    }

    /** Deletes a log; readers then get the stored answer. */
    public void forget(UUID answerId) {
        redis.ask(client -> client.del(frames(answerId)));
    }

    /** Whether Redis has kept its data since the last call. Empty if it is unavailable. */
    Optional<Boolean> isIntact(UUID node) {
        return redis.askReserved(client -> {
            var before = client.setGet(
                    "baton:logs:" + node, "1", SetParams.setParams().px(config.logKept.toMillis()));
            return before != null;
        });
    }

    private String keepMillis() {
        return Long.toString(config.logKept.toMillis());
    }

    /** The list of an answer's frames, and the channel to which they are published. */
    static String frames(UUID answerId) {
        return "baton:{" + answerId + "}:frames";
    }

    /** The answer of that channel. */
    static UUID answerOf(String frames) {
        return UUID.fromString(frames.substring(frames.indexOf('{') + 1, frames.indexOf('}')));
    }

    public static String epoch(UUID answerId) {
        return "baton:{" + answerId + "}:epoch";
    }
}
