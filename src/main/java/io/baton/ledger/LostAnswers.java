package io.baton.ledger;

import io.baton.catalog.Catalog;
import io.baton.model.Model;
import io.baton.model.Outcome;
import io.baton.model.TokenUsage;
import io.baton.platform.Ids;
import io.baton.platform.NativeSql;
import io.baton.platform.Pool;
import io.baton.platform.Pooled;
import io.baton.platform.SqlPipeline;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** The attempts in the ledger of answers whose owner is dead. */
@ApplicationScoped
@Transactional
@Pooled(Pool.SETTLEMENT)
public class LostAnswers {
    @PersistenceContext
    EntityManager entities;

    @Inject
    Catalog catalog;

    @Inject
    Ledger ledger;

    /**
     * An attempt that has no recorded end.
     *
     * @param promptTokens estimated
     */
    public record Open(UUID attempt, Model model, int promptTokens) {
        public Instant startedAt() {
            return Ids.madeAt(attempt);
        }
    }

    private record OpenRow(UUID id, String model, int promptTokens) {}

    private record EndedRow(
            UUID id,
            String model,
            String outcome,
            String detail,
            int input,
            int output,
            int cached,
            int reasoning,
            String source,
            Integer firstOutputMillis,
            Integer totalMillis) {}

    /** @param ends whether the answer counts as ended by it */
    private record LostRow(UUID id, String model, int promptTokens, boolean ends) {}

    /** The attempts of an answer that are still open, in the order of their requests. */
    public List<Open> openOf(UUID answer) {
        return entities.createQuery("""
                        select a.id, a.model, a.inputTokens from AttemptEntity a
                        where a.answerId = :answer and a.outcome is null order by a.ordinal
                        """, OpenRow.class).setParameter("answer", answer).getResultList().stream()
                .map(row -> new Open(row.id(), model(row.model()), row.promptTokens()))
                .toList();
    }

    /** The attempts of an answer that have ended, in the order of their requests. */
    public List<Settlement> endedOf(UUID answer) {
        return entities.createQuery("""
                        select a.id, a.model, a.outcome, a.detail, a.inputTokens, a.outputTokens, a.cachedTokens,
                          a.reasoningTokens, a.source, a.firstOutputMillis, a.totalMillis
                        from AttemptEntity a where a.answerId = :answer and a.outcome is not null order by a.ordinal
                        """, EndedRow.class).setParameter("answer", answer).getResultList().stream()
                .map(this::settlement)
                .toList();
    }

    private Settlement settlement(EndedRow row) {
        return new Settlement(
                row.id(),
                Ids.madeAt(row.id()),
                model(row.model()),
                Outcome.valueOf(row.outcome().toUpperCase(Locale.ROOT)),
                new TokenUsage(
                        row.input(),
                        row.output(),
                        row.cached(),
                        row.reasoning(),
                        TokenUsage.Source.valueOf(row.source().toUpperCase(Locale.ROOT))),
                row.detail(),
                duration(row.firstOutputMillis()),
                duration(row.totalMillis()),
                false,
                null);
    }

    private Model model(String id) {
        return catalog.find(id).orElseGet(catalog::defaultModel);
    }

    private static Duration duration(Integer millis) {
        return millis == null ? null : Duration.ofMillis(millis);
    }

    /**
     * Settles the attempts that a dead node left open, by estimate. The answer counts as ended by its last attempt, unless
     * another attempt has ended it.
     *
     * @param outputTokens of each attempt whose output is known, in part or whole
     */
    public void settle(UUID answer, Map<UUID, Integer> outputTokens) {
        var sql = new SqlPipeline();
        NativeSql.query(entities, """
                        select id, model, input_tokens, not ended
                            and row_number() over (order by ordinal desc) = 1 as ends
                        from (select a.*, bool_or(ended_answer) over () as ended from attempt a
                          where answer_id = :answer) a
                        where outcome is null
                        """, LostRow.class)
                .setParameter("answer", answer)
                .getResultList()
                .forEach(row -> ledger.settle(sql, lost(row, outputTokens.getOrDefault(row.id(), 0))));
        sql.run(entities);
    }

    private Settlement lost(LostRow row, int outputTokens) {
        return new Settlement(
                row.id(),
                Ids.madeAt(row.id()),
                model(row.model()),
                Outcome.LOST,
                TokenUsage.estimated(row.promptTokens(), outputTokens),
                "the node died",
                null,
                null,
                row.ends(),
                row.ends() ? Duration.ZERO : null);
    }
}
