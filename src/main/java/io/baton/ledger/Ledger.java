package io.baton.ledger;

import io.baton.model.Model;
import io.baton.model.Money;
import io.baton.model.TokenUsage;
import io.baton.platform.Ids;
import io.baton.platform.NativeSql;
import io.baton.platform.SqlPipeline;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;

/**
 * The ledger has a row for each request to a provider. The row is inserted before the request leaves, and settled in the
 * transaction that ends the answer. {@code Holds} has what an unfinished answer may still cost.
 */
@ApplicationScoped
@Transactional
public class Ledger {
    @PersistenceContext
    EntityManager entities;

    /**
     * Which answer an attempt belongs to, and who pays for it.
     *
     * @param conversation null: the answer has none
     * @param group        the id of the group that pays besides the user; null: none
     * @param apiKey       by which it was asked; null: by none
     */
    public record BilledAnswer(UUID answer, UUID conversation, String userId, Integer group, UUID apiKey) {}

    /**
     * Inserts the row of a request that is about to leave. Does not change a row that exists.
     *
     * @param attempt      a version 7 id; its time becomes {@code started_at}
     * @param ordinal      1 for the first attempt of an answer
     * @param promptTokens estimated; it is all that is known if the node dies
     */
    public void open(
            SqlPipeline sql, UUID attempt, BilledAnswer billedAnswer, int ordinal, Model model, int promptTokens) {
        sql.add(
                """
                insert into attempt
                  (id, started_at, answer_id, conversation_id, user_id, group_id, api_key_id, ordinal, model, provider, price_version,
                   input_tokens)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict do nothing
                """,
                attempt,
                Ids.madeAt(attempt),
                billedAnswer.answer(),
                billedAnswer.conversation(),
                billedAnswer.userId(),
                billedAnswer.group(),
                billedAnswer.apiKey(),
                ordinal,
                model.id(),
                model.provider(),
                model.price() == null ? null : model.price().version(),
                promptTokens);
    }

    /** Stores how an attempt ended. Does not change a row that is settled. */
    public void settle(SqlPipeline sql, Settlement done) {
        var usage = done.usage();
        sql.add(
                """
                update attempt set outcome = ?, detail = ?, source = ?, cost = ?, input_tokens = ?, output_tokens = ?,
                  cached_tokens = ?, reasoning_tokens = ?, first_output_ms = ?, total_ms = ?, ended_answer = ?,
                  response_time_ms = ?, finish_reason = ?, saved = ?
                where id = ? and started_at = ? and outcome is null
                """,
                done.outcome().code(),
                done.detail(),
                usage.source().name().toLowerCase(Locale.ROOT),
                done.cost().map(Money::dollars).orElse(null),
                usage.input(),
                usage.output(),
                usage.cached(),
                usage.reasoning(),
                millis(done.firstOutput()),
                millis(done.total()),
                done.endedAnswer(),
                done.answerTime() == null ? null : done.answerTime().toMillis(),
                done.finishReason(),
                done.saved() == null ? null : done.saved().dollars(),
                done.attempt(),
                done.startedAt());
    }

    private record Billed(long input, long output, boolean measured) {}

    /** The tokens of all attempts of an answer together: measured only if each billed one was. */
    public TokenUsage usageOf(UUID answer) {
        var billed = NativeSql.query(entities, """
                        select coalesce(sum(input_tokens), 0), coalesce(sum(output_tokens), 0),
                          coalesce(bool_and(source = 'measured'), false)
                        from attempt where answer_id = :answer and source <> 'void'
                        """, Billed.class)
                .setParameter("answer", answer)
                .getSingleResult();
        var source = billed.measured() ? TokenUsage.Source.MEASURED : TokenUsage.Source.ESTIMATED;
        return new TokenUsage(Math.toIntExact(billed.input()), Math.toIntExact(billed.output()), 0, 0, source);
    }

    private static Integer millis(Duration duration) {
        return duration == null ? null : Math.toIntExact(Math.min(Integer.MAX_VALUE, duration.toMillis()));
    }
}
