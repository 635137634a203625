package io.baton.ledger;

import io.baton.model.Model;
import io.baton.model.Money;
import io.baton.model.TokenUsage;
import io.baton.platform.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;

/**
 * The books: a row for each request to a provider, written before the request leaves and settled in the transaction that
 * ends the answer. What an unfinished answer may still cost is in {@code Holds}.
 */
@ApplicationScoped
@Transactional
public class Ledger {
    @PersistenceContext
    EntityManager entities;

    /**
     * On whose account an answer is.
     *
     * @param conversation null for answers without one
     */
    public record Account(UUID answer, UUID conversation, String userId) {}

    /**
     * Opens the row of a request that is about to leave, in the caller's transaction or one of its own. A row that is there
     * already stays as it is.
     *
     * @param attempt      a version 7 id: the moment in it becomes {@code started_at}
     * @param ordinal      1 for an answer's first attempt
     * @param promptTokens estimated; all that is known if the node dies
     */
    public void open(UUID attempt, Account account, int ordinal, Model model, int promptTokens) {
        entities.createNativeQuery("""
                        insert into attempt
                          (id, started_at, answer_id, conversation_id, user_id, ordinal, model, provider,
                           price_version, input_tokens)
                        values (:id, :at, :answer, :conversation, :user, :ordinal, :model, :provider, :price, :input)
                        on conflict do nothing
                        """)
                .setParameter("id", attempt)
                .setParameter("at", Ids.madeAt(attempt))
                .setParameter("answer", account.answer())
                .setParameter("conversation", account.conversation())
                .setParameter("user", account.userId())
                .setParameter("ordinal", ordinal)
                .setParameter("model", model.id())
                .setParameter("provider", model.provider())
                .setParameter(
                        "price", model.price() == null ? null : model.price().version())
                .setParameter("input", promptTokens)
                .executeUpdate();
    }

    /** Writes how an attempt ended. A row that is settled already stays as it is. */
    public void settle(Settlement done) {
        var usage = done.usage();
        entities.createNativeQuery("""
                        update attempt set outcome = :outcome, detail = :detail, source = :source, cost = :cost,
                          input_tokens = :input, output_tokens = :output, cached_tokens = :cached,
                          reasoning_tokens = :reasoning, first_output_ms = :first, total_ms = :total,
                          ended_answer = :ended, response_time_ms = :time
                        where id = :id and started_at = :at and outcome is null
                        """)
                .setParameter("outcome", done.outcome().code())
                .setParameter("detail", done.detail())
                .setParameter("source", usage.source().name().toLowerCase(Locale.ROOT))
                .setParameter("cost", done.cost().map(Money::dollars).orElse(null))
                .setParameter("input", usage.input())
                .setParameter("output", usage.output())
                .setParameter("cached", usage.cached())
                .setParameter("reasoning", usage.reasoning())
                .setParameter("first", millis(done.firstOutput()))
                .setParameter("total", millis(done.total()))
                .setParameter("ended", done.endedAnswer())
                .setParameter(
                        "time",
                        done.answerTime() == null ? null : done.answerTime().toMillis())
                .setParameter("id", done.attempt())
                .setParameter("at", done.startedAt())
                .executeUpdate();
    }

    /** The tokens of an answer's attempts together: measured only if each billed one was. */
    public TokenUsage usageOf(UUID answer) {
        var row = (Object[]) entities.createNativeQuery("""
                        select coalesce(sum(input_tokens), 0), coalesce(sum(output_tokens), 0),
                          coalesce(bool_and(source = 'measured'), false)
                        from attempt where answer_id = :answer and source <> 'void'
                        """, Object[].class)
                .setParameter("answer", answer)
                .getSingleResult();
        var source = (Boolean) row[2] ? TokenUsage.Source.MEASURED : TokenUsage.Source.ESTIMATED;
        return new TokenUsage(((Number) row[0]).intValue(), ((Number) row[1]).intValue(), 0, 0, source);
    }

    private static Integer millis(Duration duration) {
        return duration == null ? null : Math.toIntExact(Math.min(Integer.MAX_VALUE, duration.toMillis()));
    }
}
