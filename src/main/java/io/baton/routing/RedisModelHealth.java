package io.baton.routing;

import io.baton.model.Model;
import io.baton.platform.Redis;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/**
 * Model health in Redis, shared by all nodes and timed by Redis' clock: sliding windows of requests and errors, each
 * limited in size, and the circuit breaker. Each call is one atomic script. {@link LocalModelHealth} does the same
 * without Redis.
 */
@ApplicationScoped
class RedisModelHealth {
    private static final String NOW = """
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            local function number(value) return tonumber(value or '0') end
            local function size(key, length)
              redis.call('ZREMRANGEBYSCORE', key, '-inf', now - length)
              return redis.call('ZCARD', key)
            end
            """;
    private static final String READ = NOW + """
            local minute, probing = 60000, tonumber(ARGV[6])
            local function wait(key, limit)
              local surplus = size(key, minute) - limit
              if surplus < 0 then return 0 end
              return redis.call('ZRANGE', key, surplus, surplus, 'WITHSCORES')[2] + minute - now
            end
            local function count(key, limit)
              redis.call('ZADD', key, now, ARGV[2])
              redis.call('ZREMRANGEBYRANK', key, 0, -limit - 1)
              redis.call('PEXPIRE', key, minute)
            end
            local provider, model = tonumber(ARGV[3]), tonumber(ARGV[4])
            local state = redis.call('HMGET', KEYS[4], 'opening', 'until', 'probe', 'pause')
            local opening = number(state[1])
            local busy = math.max(wait(KEYS[1], provider), wait(KEYS[2], model))
            local failing = opening > 0 and math.max(number(state[2]) - now, number(state[3]) - now, 0) or 0
            local paused = math.max(number(state[4]) - now, 0)
            if busy == 0 and (ARGV[1] == 'FORCED_REQUEST' or ARGV[1] == 'REQUEST' and failing == 0 and paused == 0) then
              count(KEYS[1], provider)
              count(KEYS[2], model)
              if opening > 0 then redis.call('HSET', KEYS[4], 'probe', now + probing) end
            end
            return {busy, failing, paused, opening, redis.call('ZCARD', KEYS[2]), size(KEYS[3], tonumber(ARGV[5]))}
            """;
    private static final String RECORD_SIGNAL = NOW + """
            local signal, limit, window = ARGV[1], tonumber(ARGV[4]), tonumber(ARGV[5])
            local state = redis.call('HMGET', KEYS[2], 'opening', 'until', 'cooldown', 'pause')
            local opening = number(state[1])
            local probed = opening > 0 and tonumber(ARGV[2]) == opening
            if signal == 'SUCCESS' then
              if probed then
                redis.call('HDEL', KEYS[2], 'opening', 'until', 'cooldown', 'probe')
                redis.call('DEL', KEYS[1])
              end
              return 0
            end
            if signal == 'NOTHING' then
              if probed then redis.call('HDEL', KEYS[2], 'probe') end
              return 0
            end
            redis.call('ZADD', KEYS[1], now, ARGV[3])
            redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -limit - 1)
            redis.call('PEXPIRE', KEYS[1], window)
            local cooldown = 0
            if probed then
              cooldown = math.min(2 * number(state[3]), tonumber(ARGV[7]))
            elseif opening == 0 and size(KEYS[1], window) >= limit then
              cooldown = tonumber(ARGV[6])
            end
            if cooldown > 0 then
              redis.call('HDEL', KEYS[2], 'probe')
              redis.call('HSET', KEYS[2], 'opening', math.max(now, opening + 1),
                'until', math.max(number(state[2]), now + cooldown), 'cooldown', cooldown)
            end
            local pause = tonumber(ARGV[8])
            if pause > 0 then redis.call('HSET', KEYS[2], 'pause', math.max(number(state[4]), now + pause)) end
            redis.call('PEXPIRE', KEYS[2], 86400000)
            return 0
            """;

    @Inject
    Redis redis;

    @Inject
    RateLimits rates;

    @Inject
    @ConfigProperties
    ModelHealthConfig config;

    /** Empty if Redis is unavailable. */
    Optional<HealthReading> read(Model model, HealthReading.Mode mode) {
        var keys = List.of(providerRequests(model), requests(model), errors(model), breaker(model));
        var arguments = List.of(
                mode.name(),
                UUID.randomUUID().toString(),
                Integer.toString(rates.ofProvider(model)),
                Integer.toString(rates.ofModel(model)),
                millis(Breaker.ERROR_WINDOW),
                millis(config.modelProbeTime));
        return redis.ask(client -> (List<?>) client.eval(READ, keys, arguments))
                .map(all -> all.stream().mapToLong(each -> (Long) each).toArray())
                .map(all -> new HealthReading(all[0], all[1], all[2], all[3], all[4], all[5]));
    }

    /** False if Redis is unavailable. */
    boolean recordSignal(Permit permit, HealthSignal signal, Duration pause) {
        var keys = List.of(errors(permit.model()), breaker(permit.model()));
        var arguments = List.of(
                signal.name(),
                Long.toString(permit.opening()),
                UUID.randomUUID().toString(),
                Integer.toString(config.modelErrorsPerFiveMinutes),
                millis(Breaker.ERROR_WINDOW),
                millis(config.modelCooldown),
                millis(config.modelLongestCooldown),
                millis(pause));
        return redis.ask(client -> client.eval(RECORD_SIGNAL, keys, arguments)).isPresent();
    }

    /** Removes the newest request of the model and its provider. False if Redis is unavailable. */
    boolean uncount(Model model) {
        return redis.ask(client -> client.zremrangeByRank(providerRequests(model), -1, -1)
                        + client.zremrangeByRank(requests(model), -1, -1))
                .isPresent();
    }

    /** Resets the circuit breaker, the errors and the pause. */
    boolean reset(Model model) {
        return redis.ask(client -> client.del(errors(model), breaker(model))).isPresent();
    }

    private static String providerRequests(Model model) {
        return "baton:{windows}:provider:" + model.provider();
    }

    private static String requests(Model model) {
        return "baton:{windows}:model:" + model.id();
    }

    private static String errors(Model model) {
        return "baton:{windows}:errors:" + model.id();
    }

    private static String breaker(Model model) {
        return "baton:{windows}:breaker:" + model.id();
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }
}
