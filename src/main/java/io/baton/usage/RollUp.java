package io.baton.usage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;

/** Adds settled ledger rows to the quarter-hour roll-ups, by user and of the site: each exactly once, because flag and sums
 * change in one statement. */
@ApplicationScoped
class RollUp {
    private static final String ADDED = """
            answers = u.answers + excluded.answers, attempts = u.attempts + excluded.attempts,
              errors = u.errors + excluded.errors, input_tokens = u.input_tokens + excluded.input_tokens,
              output_tokens = u.output_tokens + excluded.output_tokens, cost = u.cost + excluded.cost,
              unpriced = u.unpriced + excluded.unpriced,
              response_time_ms = u.response_time_ms + excluded.response_time_ms
            """;
    private static final String POST = """
            with due as (
              select id, started_at from attempt where not posted and outcome is not null
              order by started_at limit 1000 for update skip locked
            ), post as (
              update attempt a set posted = true from due
              where a.id = due.id and a.started_at = due.started_at returning a.*
            ), sums as (
              select date_bin('15 minutes', started_at, timestamptz '2000-01-01 00:00:00Z') as bucket, user_id, model,
                count(*) filter (where ended_answer) as answers, count(*) as attempts,
                count(*) filter (where outcome not in ('complete', 'stopped')) as errors,
                sum(input_tokens) as input_tokens, sum(output_tokens) as output_tokens, coalesce(sum(cost), 0) as cost,
                count(*) filter (where cost is null) as unpriced, coalesce(sum(response_time_ms), 0) as response_time_ms
              from post group by 1, 2, 3
            ), site as (
              insert into usage_site_quarter_hour as u (bucket, model, answers, attempts, errors, input_tokens,
                output_tokens, cost, unpriced, response_time_ms)
              select bucket, model, sum(answers), sum(attempts), sum(errors), sum(input_tokens), sum(output_tokens),
                sum(cost), sum(unpriced), sum(response_time_ms)
              from sums group by 1, 2 order by 1, 2
              on conflict (bucket, model) do update set
            ADDED
            )
            insert into usage_quarter_hour as u (bucket, user_id, model, answers, attempts, errors, input_tokens,
              output_tokens, cost, unpriced, response_time_ms)
            select bucket, user_id, model, answers, attempts, errors, input_tokens, output_tokens, cost, unpriced,
              response_time_ms
            from sums order by 1, 2, 3
            on conflict (bucket, user_id, model) do update set
            ADDED
            returning bucket, user_id
            """.replace("ADDED", ADDED);

    @PersistenceContext
    EntityManager entities;

    /** Posts a bounded number of rows; gives what they touched, empty when nothing was left to post. */
    @Transactional
    public List<LiveFigures.Touched> post() {
        List<?> rows = entities.createNativeQuery(POST, Object[].class).getResultList();
        return rows.stream()
                .map(Object[].class::cast)
                .map(row -> new LiveFigures.Touched((Instant) row[0], (String) row[1]))
                .toList();
    }
}
