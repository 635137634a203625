package io.baton.usage;

import io.baton.model.Model;
import io.baton.model.Money;
import io.baton.platform.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/**
 * The books: a row for each request to a provider, written before the request leaves and settled in the transaction that
 * ends the answer; and a hold for what an unfinished answer may still cost.
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
     * Opens the row of a request that is about to leave, in the caller's transaction or one of its own.
     *
     * @param attempt a version 7 id: the moment in it becomes {@code started_at}
     * @param ordinal 1 for an answer's first attempt
     */
    public void open(UUID attempt, Account account, int ordinal, Model model) {
        entities.createNativeQuery("""
                        insert into attempt
                          (id, started_at, answer_id, conversation_id, user_id, ordinal, model, provider, price_version)
                        values (:id, :at, :answer, :conversation, :user, :ordinal, :model, :provider, :price)
                        """)
                .setParameter("id", attempt)
                .setParameter("at", Ids.madeAt(attempt))
                .setParameter("answer", account.answer())
                .setParameter("conversation", account.conversation())
                .setParameter("user", account.userId())
                .setParameter("ordinal", ordinal)
                .setParameter("model", model.id())
                .setParameter("provider", model.provider())
                .setParameter("price", model.price().version())
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
                .setParameter("cost", done.cost().dollars())
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

    /**
     * Closes what a dead node left open. Nothing is known of its tokens, so at most the prompt is billed.
     *
     * @param promptTokens estimated
     * @param promptCost   of these at the model's price
     */
    public void settleLost(UUID answer, int promptTokens, Money promptCost) {
        entities.createNativeQuery("""
                        update attempt set outcome = 'lost', detail = 'the node died', source = 'estimated',
                          input_tokens = :tokens, cost = :cost, ended_answer = true, response_time_ms = 0
                        where answer_id = :answer and outcome is null
                        """)
                .setParameter("tokens", promptTokens)
                .setParameter("cost", promptCost.dollars())
                .setParameter("answer", answer)
                .executeUpdate();
    }

    /** Holds the most that an answer may cost until it is released or expires. */
    public void hold(Account account, Money amount, Instant now, Duration atMost) {
        entities.createNativeQuery("""
                        insert into hold (answer_id, user_id, amount, created_at, expires_at)
                        values (:answer, :user, :amount, :now, :expiry)
                        """)
                .setParameter("answer", account.answer())
                .setParameter("user", account.userId())
                .setParameter("amount", amount.dollars())
                .setParameter("now", now)
                .setParameter("expiry", now.plus(atMost))
                .executeUpdate();
    }

    public void release(UUID answer) {
        entities.createNativeQuery("delete from hold where answer_id = :answer")
                .setParameter("answer", answer)
                .executeUpdate();
    }

    private static Integer millis(Duration duration) {
        return duration == null ? null : Math.toIntExact(Math.min(Integer.MAX_VALUE, duration.toMillis()));
    }
}
