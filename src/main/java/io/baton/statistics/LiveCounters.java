package io.baton.statistics;

import io.baton.http.PlainNumber;
import io.baton.platform.Problem;
import io.baton.platform.Redis;
import io.baton.statistics.CounterTotals.Kind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;

/**
 * The live counters in Redis: hashes by hour, by day, and by user and day (UTC), with the fields {@code <model>:requests},
 * {@code :tokens}, {@code :cost}, {@code :errors}. Their values are absolute and read from the roll-up, and only one transaction
 * writes at a time, so that neither a repetition nor a race makes them wrong.
 */
@ApplicationScoped
public class LiveCounters {
    private static final Duration AGAIN = Duration.ofSeconds(5);
    private static final String COMPLETE = "baton:{figures}:whole";

    @PersistenceContext
    EntityManager entities;

    @Inject
    CounterTotals sums;

    @Inject
    Redis redis;

    /** A quarter of an hour in which the usage of a user changed. */
    public record Touched(Instant bucket, String userId) {}

    /** Writes all counters that changed. False: Redis was not available. */
    @Transactional
    public boolean publish(Collection<Touched> touched) {
        lock();
        try {
            for (var kind : Kind.values()) {
                publish(kind, touched);
            }
            return true;
        } catch (Problem away) {
            return false;
        }
    }

    private void publish(Kind kind, Collection<Touched> touched) {
        var done = new HashSet<String>();
        try (var batch = batch(kind.life())) {
            for (var each : touched) {
                var key = kind.key(each.bucket(), each.userId());
                if (done.add(key)) {
                    batch.put(key, sums.one(kind, each.bucket(), each.userId()));
                }
            }
        }
    }

    /** Lets only one transaction write, so that nobody overwrites a value with an older one. */
    void lock() {
        entities.createNativeQuery("select pg_advisory_xact_lock(hashtextextended('live figures', 0))", Object.class)
                .getSingleResult();
    }

    /** Whether Redis is available but empty: it is new, or has lost everything. */
    boolean isLost() {
        return redis.ask(client -> !client.exists(COMPLETE)).orElse(false);
    }

    /** Marks in Redis that all counters are there. */
    void markComplete() {
        redis.ask(client -> client.set(COMPLETE, "1"));
    }

    /** The hashes in Redis; empty: Redis is not available. */
    Optional<Map<String, Map<String, String>>> read(Collection<String> keys) {
        return redis.ask(client -> {
            var found = new HashMap<String, Map<String, String>>();
            try (Pipeline pipeline = client.pipelined()) {
                var asked = new HashMap<String, Response<Map<String, String>>>();
                keys.forEach(key -> asked.put(key, pipeline.hgetAll(key)));
                pipeline.sync();
                asked.forEach((key, hash) -> found.put(key, hash.get()));
            }
            return found;
        });
    }

    /** Writes in one transaction, so that nobody sees a hash that is being replaced. */
    private boolean write(Map<String, Map<String, String>> hashes, Duration life) {
        return redis.ask(client -> {
                    try (var step = client.multi()) {
                        hashes.forEach((key, fields) -> {
                            step.del(key);
                            if (!fields.isEmpty()) {
                                step.hset(key, fields);
                                step.expire(key, life.toSeconds());
                            }
                        });
                        step.exec();
                    }
                    return true;
                })
                .orElse(false);
    }

    /** @param life time to live of each hash */
    Batch batch(Duration life) {
        return new Batch(life);
    }

    /** Hashes to write; closing it writes the rest. Both throw a {@link Problem} (503) while Redis is not available. */
    final class Batch implements AutoCloseable {
        private static final int AT_ONCE = 200;
        private final Map<String, Map<String, String>> hashes = new HashMap<>();
        private final Duration life;
        private int written;

        private Batch(Duration life) {
            this.life = life;
        }

        void put(String key, Map<String, BigDecimal> fields) {
            var plain = new HashMap<String, String>();
            fields.forEach((field, value) -> plain.put(field, new PlainNumber(value).toString()));
            hashes.put(key, plain);
            if (hashes.size() == AT_ONCE) {
                close();
            }
        }

        int written() {
            return written + hashes.size();
        }

        @Override
        public void close() {
            if (!hashes.isEmpty() && !write(hashes, life)) {
                throw Problem.temporary(Problem.Kind.UNAVAILABLE, AGAIN, "problem.redis-away");
            }
            written += hashes.size();
            hashes.clear();
        }
    }
}
