package io.baton.statistics;

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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** What the live figures must be, read from the roll-up: the hashes and their fields, many at a time. */
@ApplicationScoped
@Transactional
class CounterTotals {
    private static final int FETCHED_AT_ONCE = 1_000;
    private static final String SUMS = """
            select date_trunc('%s', bucket at time zone 'UTC') at time zone 'UTC' as begin, %s as owner, model,
              sum(answers), sum(input_tokens + output_tokens), sum(cost), sum(errors)
            from %s where bucket >= :from group by 1, 2, 3 order by 1, 2
            """;
    private static final String ONE = """
            select model, sum(answers), sum(input_tokens + output_tokens), sum(cost), sum(errors)
            from %s where bucket >= :from and bucket < :to %s group by model
            """;

    @PersistenceContext
    EntityManager entities;

    /** The three kinds of hashes, each with its key and its life. */
    enum Kind {
        HOUR(ChronoUnit.HOURS, "''", "usage_site_quarter_hour", Duration.ofDays(7), "yyyy-MM-dd-HH"),
        DAY(ChronoUnit.DAYS, "''", "usage_site_quarter_hour", Duration.ofDays(30), "yyyy-MM-dd"),
        USER_DAY(ChronoUnit.DAYS, "user_id", "usage_quarter_hour", Duration.ofDays(90), "yyyy-MM-dd");

        private final ChronoUnit span;
        private final String owner;
        private final String rollUp;
        private final Duration life;
        private final DateTimeFormatter format;

        Kind(ChronoUnit span, String owner, String rollUp, Duration life, String pattern) {
            this.span = span;
            this.owner = owner;
            this.rollUp = rollUp;
            this.life = life;
            this.format = DateTimeFormatter.ofPattern(pattern).withZone(ZoneOffset.UTC);
        }

        Duration life() {
            return life;
        }

        /** Of the hash that a moment falls into. */
        Instant begin(Instant moment) {
            return moment.truncatedTo(span);
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

    /** The hash that a moment falls into; {@code user} counts only for a user's. */
    public Map<String, BigDecimal> one(Kind kind, Instant moment, String user) {
        var ofUser = kind == Kind.USER_DAY ? "and user_id = :user" : "";
        var query = entities.createNativeQuery(ONE.formatted(kind.rollUp, ofUser), Object[].class)
                .setParameter("from", kind.begin(moment))
                .setParameter("to", kind.begin(moment).plus(1, kind.span));
        List<?> rows = (ofUser.isEmpty() ? query : query.setParameter("user", user)).getResultList();
        var hash = new LinkedHashMap<String, BigDecimal>();
        rows.stream().map(Object[].class::cast).forEach(row -> put(hash, row, 0));
        return hash;
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
                put(hash, row, 2);
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
        return entities.createNativeQuery(
                        SUMS.formatted(kind == Kind.HOUR ? "hour" : "day", kind.owner, kind.rollUp), Object[].class)
                .setParameter("from", from)
                .setHint("org.hibernate.fetchSize", FETCHED_AT_ONCE)
                .getResultStream();
    }

    /** @param at where the model stands, with its sums behind it */
    private static void put(Map<String, BigDecimal> hash, Object[] row, int at) {
        hash.put(row[at] + ":requests", new BigDecimal(row[at + 1].toString()));
        hash.put(row[at] + ":tokens", new BigDecimal(row[at + 2].toString()));
        hash.put(row[at] + ":cost", (BigDecimal) row[at + 3]);
        hash.put(row[at] + ":errors", new BigDecimal(row[at + 4].toString()));
    }
}
