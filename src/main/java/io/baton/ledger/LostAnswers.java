package io.baton.ledger;

import io.baton.model.Catalog;
import io.baton.model.Model;
import io.baton.model.Outcome;
import io.baton.model.TokenUsage;
import io.baton.platform.Ids;
import io.baton.platform.Pool;
import io.baton.platform.Pooled;
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

/** What the books know of answers whose owner is gone. */
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
     * A request whose end is not known.
     *
     * @param promptTokens estimated
     */
    public record Open(UUID attempt, Model model, int promptTokens) {
        public Instant startedAt() {
            return Ids.madeAt(attempt);
        }
    }

    /** The attempts of an answer that are still open, in the order of their asking. */
    public List<Open> openOf(UUID answer) {
        List<?> rows = entities.createNativeQuery(
                        "select id, model, input_tokens from attempt where answer_id = :answer and outcome is null order by ordinal",
                        Object[].class)
                .setParameter("answer", answer)
                .getResultList();
        return rows.stream()
                .map(Object[].class::cast)
                .map(row -> new Open((UUID) row[0], model((String) row[1]), ((Number) row[2]).intValue()))
                .toList();
    }

    /** The attempts of an answer that have ended, in the order of their asking. */
    public List<Settlement> endedOf(UUID answer) {
        List<?> rows = entities.createNativeQuery("""
                        select id, model, outcome, detail, input_tokens, output_tokens, cached_tokens, reasoning_tokens,
                          source, first_output_ms, total_ms
                        from attempt where answer_id = :answer and outcome is not null order by ordinal
                        """, Object[].class)
                .setParameter("answer", answer)
                .getResultList();
        return rows.stream().map(Object[].class::cast).map(this::ended).toList();
    }

    private Settlement ended(Object[] row) {
        var source = TokenUsage.Source.valueOf(((String) row[8]).toUpperCase(Locale.ROOT));
        return new Settlement(
                (UUID) row[0],
                Ids.madeAt((UUID) row[0]),
                model((String) row[1]),
                Outcome.valueOf(((String) row[2]).toUpperCase(Locale.ROOT)),
                new TokenUsage(number(row[4]), number(row[5]), number(row[6]), number(row[7]), source),
                (String) row[3],
                duration(row[9]),
                duration(row[10]),
                false,
                null);
    }

    private Model model(String id) {
        return catalog.find(id).orElseGet(catalog::defaultModel);
    }

    private static int number(Object column) {
        return ((Number) column).intValue();
    }

    private static Duration duration(Object millis) {
        return millis == null ? null : Duration.ofMillis(number(millis));
    }

    /**
     * Closes what a dead node left open, by estimate. The last attempt counts as the one that the answer ended with, unless
     * another does already.
     *
     * @param outputTokens of each attempt, as far as what it said is known
     */
    public void settle(UUID answer, Map<UUID, Integer> outputTokens) {
        List<?> rows = entities.createNativeQuery("""
                        select id, model, input_tokens, not ended
                            and row_number() over (order by ordinal desc) = 1 as ends
                        from (select a.*, bool_or(ended_answer) over () as ended from attempt a
                          where answer_id = :answer) a
                        where outcome is null
                        """, Object[].class)
                .setParameter("answer", answer)
                .getResultList();
        rows.stream()
                .map(Object[].class::cast)
                .map(row -> lost(
                        (UUID) row[0], (String) row[1], row[2], outputTokens.getOrDefault((UUID) row[0], 0), (Boolean)
                                row[3]))
                .forEach(ledger::settle);
    }

    private Settlement lost(UUID attempt, String model, Object promptTokens, int outputTokens, boolean ends) {
        return new Settlement(
                attempt,
                Ids.madeAt(attempt),
                model(model),
                Outcome.LOST,
                TokenUsage.estimated(((Number) promptTokens).intValue(), outputTokens),
                "the node died",
                null,
                null,
                ends,
                ends ? Duration.ZERO : null);
    }
}
