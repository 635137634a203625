package io.baton.usage;

import io.baton.platform.PlainNumber;
import io.baton.platform.Redis;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;

/**
 * The live figures in Redis: hashes by hour, by day, and by user and day (UTC), with the fields {@code <model>:requests},
 * {@code :tokens}, {@code :cost}, {@code :errors}. They are set to absolute values read from the roll-up, one publisher
 * at a time, so that a repetition or a race can't make them wrong.
 */
@ApplicationScoped
class LiveFigures {
    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("yyyy-MM-dd-HH").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd").withZone(ZoneOffset.UTC);

    private static final String WHOLE = "baton:{figures}:whole";

    @PersistenceContext
    EntityManager entities;

    @Inject
    Redis redis;

    /** A quarter of an hour in which a user's figures changed. */
    record Touched(Instant bucket, String userId) {}

    /** One hash: its key, the time it covers, whose it is (null: everybody's) and how long it lives. */
    private record Figure(String key, Instant from, Instant to, String userId, Duration life) {}

    /** Sets all figures that were touched; false: Redis did not take them. */
    @Transactional
    public boolean publish(Collection<Touched> touched) {
        lock();
        var figures = figures(touched);
        var values = new HashMap<Figure, Map<String, String>>();
        figures.forEach(figure -> values.put(figure, fields(figure)));
        return redis.ask(client -> {
                    try (Pipeline pipeline = client.pipelined()) {
                        values.forEach((figure, fields) -> {
                            pipeline.hset(figure.key(), fields);
                            pipeline.expire(figure.key(), figure.life().toSeconds());
                        });
                        pipeline.sync();
                    }
                    return true;
                })
                .orElse(false);
    }

    /** Lets one transaction write at a time, so that nobody overwrites a figure with an older one. */
    void lock() {
        entities.createNativeQuery("select pg_advisory_xact_lock(hashtextextended('live figures', 0))", Object.class)
                .getSingleResult();
    }

    /** Whether Redis answers, but knows nothing of a rebuilding: it is new, or has lost everything. */
    boolean isLost() {
        return redis.ask(client -> !client.exists(WHOLE)).orElse(false);
    }

    /** Says that everything has been written, as long as Redis remembers it. */
    void markWhole() {
        redis.ask(client -> client.set(WHOLE, "1"));
    }

    /** The hashes as they are in Redis; empty: it is away. */
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

    private boolean write(Map<String, Map<String, String>> hashes, Duration life) {
        return redis.ask(client -> {
                    try (Pipeline pipeline = client.pipelined()) {
                        hashes.forEach((key, fields) -> {
                            pipeline.del(key);
                            pipeline.hset(key, fields);
                            pipeline.expire(key, life.toSeconds());
                        });
                        pipeline.sync();
                    }
                    return true;
                })
                .orElse(false);
    }

    /** Takes hashes and writes them whole, some hundred at a time; each lives so long. */
    Batch batch(Duration life) {
        return new Batch(life);
    }

    /** What is to be written; closing it writes the rest. */
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
            if (!write(hashes, life)) {
                throw new IllegalStateException("Redis is away");
            }
            written += hashes.size();
            hashes.clear();
        }
    }

    private static Set<Figure> figures(Collection<Touched> touched) {
        var figures = new HashSet<Figure>();
        for (var each : touched) {
            var hour = each.bucket().truncatedTo(ChronoUnit.HOURS);
            var day = each.bucket().truncatedTo(ChronoUnit.DAYS);
            var dayEnd = day.plus(1, ChronoUnit.DAYS);
            figures.add(new Figure(
                    "usage:hour:" + HOUR.format(hour), hour, hour.plus(1, ChronoUnit.HOURS), null, Duration.ofDays(7)));
            figures.add(new Figure("usage:day:" + DAY.format(day), day, dayEnd, null, Duration.ofDays(30)));
            figures.add(new Figure(
                    "user:" + each.userId() + ":usage:" + DAY.format(day),
                    day,
                    dayEnd,
                    each.userId(),
                    Duration.ofDays(90)));
        }
        return figures;
    }

    private Map<String, String> fields(Figure figure) {
        List<?> rows = entities.createNativeQuery(
                        """
                        select model, sum(answers), sum(input_tokens + output_tokens), sum(cost), sum(errors)
                        from %s where bucket >= :from and bucket < :to and (cast(:user as varchar) is null or %s)
                        group by model
                        """.formatted(
                                        figure.userId() == null ? "usage_site_quarter_hour" : "usage_quarter_hour",
                                        figure.userId() == null ? "true" : "user_id = :user"),
                        Object[].class)
                .setParameter("from", figure.from())
                .setParameter("to", figure.to())
                .setParameter("user", figure.userId())
                .getResultList();
        var fields = new HashMap<String, String>();
        rows.stream().map(Object[].class::cast).forEach(row -> {
            fields.put(row[0] + ":requests", row[1].toString());
            fields.put(row[0] + ":tokens", row[2].toString());
            fields.put(row[0] + ":cost", new PlainNumber((BigDecimal) row[3]).toString());
            fields.put(row[0] + ":errors", row[4].toString());
        });
        return fields;
    }
}
