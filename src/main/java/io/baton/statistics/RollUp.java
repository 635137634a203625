package io.baton.statistics;

import io.baton.platform.NativeSql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Adds settled ledger rows to the quarter-hour roll-ups, by user, by payer and of the site. Each is added exactly once, because one
 * statement changes the flag and the sums. Several transactions may post at the same time. A transaction that changes posted rows
 * must be alone ({@link #lock}), because a statement does not see the rows that a concurrent one has just inserted.
 */
@ApplicationScoped
public class RollUp {
    private static final String ADDED = """
            answers = u.answers + excluded.answers, attempts = u.attempts + excluded.attempts,
              errors = u.errors + excluded.errors, input_tokens = u.input_tokens + excluded.input_tokens,
              output_tokens = u.output_tokens + excluded.output_tokens, cost = u.cost + excluded.cost,
              unpriced = u.unpriced + excluded.unpriced,
              response_time_ms = u.response_time_ms + excluded.response_time_ms
            """;
    /** Sums of ledger rows by quarter of an hour, user and model; append the source of the rows. */
    static final String SUMS = sumsBy("user_id");

    /** The same by payer instead of user; their source is that of {@link #PAID}. */
    static final String PAYER_SUMS = sumsBy("payer");

    /** Ledger rows with their payers besides user and site, as the owners of budgets are named; the source of the rows is to be added. */
    static final String PAID = """
            (select l.*, payer from SOURCE l, lateral (values ('group:' || l.group_id), ('key:' || l.api_key_id)) w (payer)
              where payer is not null) paid""";

    /** Sums of these sums over all users; append their source. */
    static final String SITE_SUMS = """
            select bucket, model, sum(answers) as answers, sum(attempts) as attempts, sum(errors) as errors,
              sum(input_tokens) as input_tokens, sum(output_tokens) as output_tokens, sum(cost) as cost,
              sum(unpriced) as unpriced, sum(response_time_ms) as response_time_ms
            from\s""";

    static final String SUM_COLUMNS =
            "answers, attempts, errors, input_tokens, output_tokens, cost, unpriced, response_time_ms";

    private static final String LOCK = "select pg_advisory_xact_lock%s(hashtextextended('roll-up', 0))";
    private static final String POST = """
            with due as (
              select id, started_at from attempt where not posted and outcome is not null
              order by started_at limit 1000 for update skip locked
            ), post as (
              update attempt a set posted = true from due
              where a.id = due.id and a.started_at = due.started_at returning a.*
            ), sums as (
              SUMS post group by 1, 2, 3
            ), payers as (
              insert into usage_payer_quarter_hour as u (bucket, payer, model, COLUMNS)
              select bucket, payer, model, COLUMNS from (PAYER PAID group by 1, 2, 3) s order by 1, 2, 3
              on conflict (bucket, payer, model) do update set
            ADDED
            ), site as (
              insert into usage_site_quarter_hour as u (bucket, model, COLUMNS)
              select bucket, model, COLUMNS from (SITE sums group by 1, 2) s order by 1, 2
              on conflict (bucket, model) do update set
            ADDED
            )
            insert into usage_quarter_hour as u (bucket, user_id, model, COLUMNS)
            select bucket, user_id, model, COLUMNS from sums order by 1, 2, 3
            on conflict (bucket, user_id, model) do update set
            ADDED
            returning bucket, user_id
            """.replace("SUMS", SUMS)
            .replace("PAYER", PAYER_SUMS)
            .replace("PAID", PAID.replace("SOURCE", "post"))
            .replace("SITE", SITE_SUMS)
            .replace("COLUMNS", SUM_COLUMNS)
            .replace("ADDED", ADDED);

    /** Of the oldest day that names the user, in whole quarters of an hour. */
    private static final String OLDEST = """
            select min(bucket) from (
              select date_bin('15 minutes', min(started_at), timestamptz '2000-01-01 00:00:00Z') as bucket
                from attempt where user_id = :user
              union all
              select min(bucket) from usage_quarter_hour where user_id = :user
            ) oldest
            """;

    private static final String RENAME_ATTEMPTS =
            "update attempt set user_id = :other where user_id = :user and started_at >= :from and started_at < :to";
    private static final String RENAME_SUMS =
            """
            with moved as (
              delete from usage_quarter_hour where user_id = :user and bucket >= :from and bucket < :to returning *
            )
            insert into usage_quarter_hour as u (bucket, user_id, model, COLUMNS)
            select bucket, :other, model, COLUMNS from moved
            on conflict (bucket, user_id, model) do update set
            ADDED
            """.replace("COLUMNS", SUM_COLUMNS).replace("ADDED", ADDED);
    private static final Duration SPAN = Duration.ofDays(1);

    @PersistenceContext
    EntityManager entities;

    private static String sumsBy(String whose) {
        return """
                select date_bin('15 minutes', started_at, timestamptz '2000-01-01 00:00:00Z') as bucket, WHOSE, model,
                  count(*) filter (where ended_answer) as answers, count(*) as attempts,
                  count(*) filter (where outcome not in ('complete', 'stopped')) as errors,
                  sum(input_tokens) as input_tokens, sum(output_tokens) as output_tokens, coalesce(sum(cost), 0) as cost,
                  count(*) filter (where cost is null) as unpriced, coalesce(sum(response_time_ms), 0) as response_time_ms
                from\s""".replace("WHOSE", whose);
    }

    /** Posts a limited number of rows. Gives what changed; empty: nothing is left to post. */
    @Transactional
    public List<LiveCounters.Touched> post() {
        lock("_shared");
        return NativeSql.query(entities, POST, LiveCounters.Touched.class).getResultList();
    }

    /**
     * Gives a day of a user's usage to another id, in the ledger and in the roll-up at once, so that they always agree. Gives the number
     * of changed rows; zero: nothing is left.
     */
    @Transactional
    public int rename(String user, String other) {
        lock();
        var oldest = NativeSql.query(entities, OLDEST, Instant.class)
                .setParameter("user", user)
                .getSingleResult();
        return oldest == null
                ? 0
                : rename(RENAME_ATTEMPTS, user, other, oldest) + rename(RENAME_SUMS, user, other, oldest);
    }

    private int rename(String sql, String user, String other, Instant from) {
        return entities.createNativeQuery(sql)
                .setParameter("user", user)
                .setParameter("other", other)
                .setParameter("from", from)
                .setParameter("to", from.plus(SPAN))
                .executeUpdate();
    }

    /** Until the caller's transaction ends, nobody posts; its next statement sees everything that was posted before. */
    public void lock() {
        lock("");
    }

    private void lock(String mode) {
        entities.createNativeQuery(LOCK.formatted(mode), Object.class).getSingleResult();
    }
}
