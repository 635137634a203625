package io.baton.statistics;

import io.baton.platform.NativeSql;
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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** Computes from the roll-up what the live counters must be: hashes and their fields. */
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

    /** The three kinds of hashes, each with its key and its time to live. */
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

        /** The begin of the hash that a moment falls into. */
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

        /** All keys of this kind begin with it, and no others. */
        String prefix() {
            return switch (this) {
                case HOUR -> "usage:hour:";
                case DAY -> "usage:day:";
                case USER_DAY -> "user:";
            };
        }
    }

    /** One field group of a hash. */
    private record Total(String model, BigDecimal requests, BigDecimal tokens, BigDecimal cost, BigDecimal errors) {
        void putInto(Map<String, BigDecimal> hash) {
            hash.put(model + ":requests", requests);
            hash.put(model + ":tokens", tokens);
            hash.put(model + ":cost", cost);
            hash.put(model + ":errors", errors);
        }
    }

    private record OwnedTotal(
            Instant begin,
            String owner,
            String model,
            BigDecimal requests,
            BigDecimal tokens,
            BigDecimal cost,
            BigDecimal errors) {
        Total total() {
            return new Total(model, requests, tokens, cost, errors);
        }
    }

    /** The hash that a moment falls into; {@code user} counts only for {@link Kind#USER_DAY}. */
    public Map<String, BigDecimal> one(Kind kind, Instant moment, String user) {
        var ofUser = kind == Kind.USER_DAY ? "and user_id = :user" : "";
        var query = NativeSql.query(entities, ONE.formatted(kind.rollUp, ofUser), Total.class)
                .setParameter("from", kind.begin(moment))
                .setParameter("to", kind.begin(moment).plus(1, kind.span));
        if (!ofUser.isEmpty()) {
            query.setParameter("user", user);
        }
        var hash = new LinkedHashMap<String, BigDecimal>();
        query.getResultList().forEach(total -> total.putInto(hash));
        return hash;
    }

    /** Every hash of a kind that begins at {@code from} or later, one at a time, oldest first. */
    public void each(Kind kind, Instant from, BiConsumer<String, Map<String, BigDecimal>> sink) {
        var hash = new LinkedHashMap<String, BigDecimal>();
        var current = new AtomicReference<String>();
        try (var rows = rows(kind, from.truncatedTo(ChronoUnit.DAYS))) {
            rows.forEach(row -> {
                var key = kind.key(row.begin(), row.owner());
                var last = current.getAndSet(key);
                if (last != null && !last.equals(key)) {
                    sink.accept(last, Map.copyOf(hash));
                    hash.clear();
                }
                row.total().putInto(hash);
            });
        }
        if (current.get() != null) {
            sink.accept(current.get(), Map.copyOf(hash));
        }
    }

    /** The same, all at once, by key. */
    public Map<String, Map<String, BigDecimal>> all(Kind kind, Instant from) {
        var all = new TreeMap<String, Map<String, BigDecimal>>();
        each(kind, from, all::put);
        return all;
    }

    private Stream<OwnedTotal> rows(Kind kind, Instant from) {
        var sql = SUMS.formatted(kind == Kind.HOUR ? "hour" : "day", kind.owner, kind.rollUp);
        return NativeSql.query(entities, sql, OwnedTotal.class)
                .setParameter("from", from)
                .setHint("org.hibernate.fetchSize", FETCHED_AT_ONCE)
                .getResultStream();
    }
}
