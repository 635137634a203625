package io.baton.statistics;

import io.baton.platform.NativeSql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Compares the roll-ups with the ledger, one range at a time, and makes them equal to it. */
@ApplicationScoped
class RollUpComparison {
    private static final List<Integer> FIRST_DAYS = List.of(1, 9, 17, 25);

    private static final String LEDGER = """
            with ledger as (SUMS attempt where posted and started_at >= :from and started_at < :to group by 1, 2, 3),
              payers as (PAYER PAID where posted and started_at >= :from and started_at < :to group by 1, 2, 3),
              site as (SITE ledger group by 1, 2),
              users_now as (select * from usage_quarter_hour where bucket >= :from and bucket < :to),
              payers_now as (select * from usage_payer_quarter_hour where bucket >= :from and bucket < :to),
              site_now as (select * from usage_site_quarter_hour where bucket >= :from and bucket < :to)
            """;
    private static final String DRIFT = LEDGER + """
            select count(*) from (
              select 1 from ledger l full join users_now u using (bucket, user_id, model)
                where (L_COLUMNS) is distinct from (U_COLUMNS)
              union all
              select 1 from payers l full join payers_now u using (bucket, payer, model)
                where (L_COLUMNS) is distinct from (U_COLUMNS)
              union all
              select 1 from site l full join site_now u using (bucket, model)
                where (L_COLUMNS) is distinct from (U_COLUMNS)
            ) drift
            """;
    private static final String DELETE_WRONG = LEDGER + """
            , wrong_users as (
              delete from usage_quarter_hour u where bucket >= :from and bucket < :to and not exists (
                select from ledger l where l.bucket = u.bucket and l.user_id = u.user_id and l.model = u.model
                  and (L_COLUMNS) = (U_COLUMNS))
              returning bucket, user_id
            ), wrong_payers as (
              delete from usage_payer_quarter_hour u where bucket >= :from and bucket < :to and not exists (
                select from payers l where l.bucket = u.bucket and l.payer = u.payer and l.model = u.model
                  and (L_COLUMNS) = (U_COLUMNS))
            ), wrong_site as (
              delete from usage_site_quarter_hour u where bucket >= :from and bucket < :to and not exists (
                select from site l where l.bucket = u.bucket and l.model = u.model and (L_COLUMNS) = (U_COLUMNS))
              returning bucket, '' as user_id
            )
            select * from wrong_users union select * from wrong_site
            """;
    private static final String INSERT_MISSING = LEDGER + """
            , missing_users as (
              insert into usage_quarter_hour (bucket, user_id, model, COLUMNS)
              select bucket, user_id, model, COLUMNS from ledger on conflict do nothing returning bucket, user_id
            ), missing_payers as (
              insert into usage_payer_quarter_hour (bucket, payer, model, COLUMNS)
              select bucket, payer, model, COLUMNS from payers on conflict do nothing
            ), missing_site as (
              insert into usage_site_quarter_hour (bucket, model, COLUMNS)
              select bucket, model, COLUMNS from site on conflict do nothing returning bucket, '' as user_id
            )
            select * from missing_users union select * from missing_site
            """;

    @PersistenceContext
    EntityManager entities;

    @Inject
    RollUp rollUp;

    /** A quarter of a month; {@code to} is not part of it. */
    public record Range(Instant from, Instant to) {}

    /** All ranges for which the ledger has partitions, oldest first. */
    @Transactional
    public List<Range> ranges() {
        return NativeSql.query(entities, """
                        select substr(c.relname, 9) from pg_inherits i join pg_class c on c.oid = i.inhrelid
                        where i.inhparent = to_regclass('attempt') and c.relname ~ '^attempt_[0-9]+_[0-9]+$'
                        order by 1
                        """, String.class).getResultList().stream()
                .map(month -> YearMonth.parse(month.replace('_', '-')))
                .flatMap(month -> rangesOf(month).stream())
                .toList();
    }

    static List<Range> rangesOf(YearMonth month) {
        var begins = new ArrayList<>(
                FIRST_DAYS.stream().map(day -> begins(month, day)).toList());
        begins.add(begins(month.plusMonths(1), 1));
        var ranges = new ArrayList<Range>();
        for (var i = 0; i + 1 < begins.size(); i++) {
            ranges.add(new Range(begins.get(i), begins.get(i + 1)));
        }
        return ranges;
    }

    private static Instant begins(YearMonth month, int day) {
        return month.atDay(day).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** How many rows of the roll-ups differ from the ledger, are missing, or should not be there. */
    @Transactional
    public long differences(Range range) {
        return bound(DRIFT, Long.class, range).getSingleResult();
    }

    /** Makes the roll-ups equal to the ledger, while nobody posts. Gives what changed. */
    @Transactional
    public List<LiveCounters.Touched> repair(Range range) {
        rollUp.lock();
        var touched = new ArrayList<LiveCounters.Touched>();
        for (var step : List.of(DELETE_WRONG, INSERT_MISSING)) {
            touched.addAll(bound(step, LiveCounters.Touched.class, range).getResultList());
        }
        return touched;
    }

    private <T> TypedQuery<T> bound(String statement, Class<T> type, Range range) {
        var columns = RollUp.SUM_COLUMNS;
        var sql = statement
                .replace("SUMS", RollUp.SUMS)
                .replace("PAYER", RollUp.PAYER_SUMS)
                .replace("PAID", RollUp.PAID.replace("SOURCE", "attempt"))
                .replace("SITE", RollUp.SITE_SUMS)
                .replace("L_COLUMNS", columns.replaceAll("(\\w+)", "l.$1"))
                .replace("U_COLUMNS", columns.replaceAll("(\\w+)", "u.$1"))
                .replace("COLUMNS", columns);
        return NativeSql.query(entities, sql, type)
                .setParameter("from", range.from())
                .setParameter("to", range.to());
    }
}
