package io.baton.ledger;

import io.baton.model.Model;
import io.baton.model.Money;
import io.baton.model.TokenUsage;
import io.baton.platform.Ids;
import io.baton.platform.NativeSql;
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
     */
    public record BilledAnswer(UUID answer, UUID conversation, String userId) {}

    /**
     * Inserts the row of a request that is about to leave, in the caller's transaction or in a new one. Does not change a row
     * that exists.
     *
     * @param attempt      a version 7 id; its time becomes {@code started_at}
     * @param ordinal      1 for the first attempt of an answer
     * @param promptTokens estimated; it is all that is known if the node dies
     */
    public void open(UUID attempt, BilledAnswer billedAnswer, int ordinal, Model model, int promptTokens) {
        entities.createNativeQuery("""
                        insert into attempt
                          (id, started_at, answer_id, conversation_id, user_id, ordinal, model, provider,
                           price_version, input_tokens)
                        values (:id, :at, :answer, :conversation, :user, :ordinal, :model, :provider, :price, :input)
                        on conflict do nothing
                        """)
                .setParameter("id", attempt)
                .setParameter("at", Ids.madeAt(attempt))
                .setParameter("answer", billedAnswer.answer())
                .setParameter("conversation", billedAnswer.conversation())
                .setParameter("user", billedAnswer.userId())
                .setParameter("ordinal", ordinal)
                .setParameter("model", model.id())
                .setParameter("provider", model.provider())
                .setParameter(
                        "price", model.price() == null ? null : model.price().version())
                .setParameter("input", promptTokens)
                .executeUpdate();
    }

    /** Stores how an attempt ended. Does not change a row that is settled. */
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
