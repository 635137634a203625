package io.baton.usage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** What the live figures must be, read from the roll-up: the hashes and their fields, many at a time. */
@ApplicationScoped
@Transactional
class FigureSums {
    private static final int FETCHED_AT_ONCE = 1_000;
    private static final String SUMS = """
            select date_trunc('%s', bucket at time zone 'UTC') at time zone 'UTC' as begin, %s as owner, model,
              sum(answers), sum(input_tokens + output_tokens), sum(cost), sum(errors)
            from %s where bucket >= :from group by 1, 2, 3 order by 1, 2
            """;

    @PersistenceContext
    EntityManager entities;

    /** The three kinds of hashes, each with its key and its life. */
    enum Kind {
        HOUR("hour", "''", "usage_site_quarter_hour", Duration.ofDays(7), "yyyy-MM-dd-HH"),
        DAY("day", "''", "usage_site_quarter_hour", Duration.ofDays(30), "yyyy-MM-dd"),
        USER_DAY("day", "user_id", "usage_quarter_hour", Duration.ofDays(90), "yyyy-MM-dd");

        private final String unit;
        private final String owner;
        private final String rollUp;
        private final Duration life;
        private final DateTimeFormatter format;

        Kind(String unit, String owner, String rollUp, Duration life, String pattern) {
            this.unit = unit;
            this.owner = owner;
            this.rollUp = rollUp;
            this.life = life;
            this.format = DateTimeFormatter.ofPattern(pattern).withZone(ZoneOffset.UTC);
        }

        Duration life() {
            return life;
        }

        String key(Instant begin, String user) {
            var time = format.format(begin);
            return switch (this) {
                case HOUR, DAY -> prefix() + time;
                case USER_DAY -> prefix() + user + ":usage:" + time;
            };
        }

        /** What the keys of this kind begin with, and no others do. */
        String prefix() {
            return switch (this) {
                case HOUR -> "usage:hour:";
                case DAY -> "usage:day:";
                case USER_DAY -> "user:";
            };
        }
    }

    /** Every hash of a kind that begins at {@code from} or later, one at a time, oldest first. */
    public void each(Kind kind, Instant from, BiConsumer<String, Map<String, BigDecimal>> sink) {
        var hash = new LinkedHashMap<String, BigDecimal>();
        var current = new String[1];
        try (var rows = rows(kind, from.truncatedTo(ChronoUnit.DAYS))) {
            rows.forEach(row -> {
                var key = kind.key((Instant) row[0], (String) row[1]);
                if (!key.equals(current[0]) && current[0] != null) {
                    sink.accept(current[0], Map.copyOf(hash));
                    hash.clear();
                }
                current[0] = key;
                put(hash, row);
            });
        }
        if (current[0] != null) {
            sink.accept(current[0], Map.copyOf(hash));
        }
    }

    /** The same, all at once, by key. */
    public Map<String, Map<String, BigDecimal>> all(Kind kind, Instant from) {
        var all = new TreeMap<String, Map<String, BigDecimal>>();
        each(kind, from, all::put);
        return all;
    }

    @SuppressWarnings("unchecked")
    private Stream<Object[]> rows(Kind kind, Instant from) {
        return entities.createNativeQuery(SUMS.formatted(kind.unit, kind.owner, kind.rollUp), Object[].class)
                .setParameter("from", from)
                .setHint("org.hibernate.fetchSize", FETCHED_AT_ONCE)
                .getResultStream();
    }

    private static void put(Map<String, BigDecimal> hash, Object[] row) {
        hash.put(row[2] + ":requests", new BigDecimal(row[3].toString()));
        hash.put(row[2] + ":tokens", new BigDecimal(row[4].toString()));
        hash.put(row[2] + ":cost", (BigDecimal) row[5]);
        hash.put(row[2] + ":errors", new BigDecimal(row[6].toString()));
    }
}
