package io.baton.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baton.answer.GenerationJob;
import io.baton.budget.Holds;
import io.baton.ledger.Settlement;
import io.baton.ledger.TokenCounter;
import io.baton.model.Charge;
import io.baton.model.Continuation;
import io.baton.model.Model;
import io.baton.model.Money;
import io.baton.model.Outcome;
import io.baton.model.Price;
import io.baton.model.Prompt;
import io.baton.model.TokenUsage;
import io.baton.model.Turn;
import io.baton.routing.Permit;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What an attempt costs follows from its charge alone. */
class AttemptRecorderTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final BigDecimal CENT = new BigDecimal("0.01");
    private static final Model MODEL =
            new Model("m", "p", "m", 500, 8_000, 0.7, Continuation.INSTRUCTION, new Price("v", CENT, CENT, CENT, CENT));
    private static final Prompt PROMPT = new Prompt(List.of(new Turn(Turn.Role.USER, "Why?")), null, null);

    @Test
    void whatWasNotSentCostsNothing() {
        assertEquals(TokenUsage.NONE, settled(new Charge.NotSent()).usage());
        assertEquals(Optional.of(Money.ZERO), settled(new Charge.NotSent()).cost());
    }

    @Test
    void whatWasTurnedDownCostsWhatTheProviderCounts() {
        assertEquals(
                TokenUsage.NONE, settled(new Charge.Rejected(Optional.empty())).usage());
        var counted = measured(7, 0);
        assertEquals(counted, settled(new Charge.Rejected(Optional.of(counted))).usage());
        assertEquals(
                TokenUsage.NONE,
                settled(new Charge.Rejected(Optional.of(measured(100_000_000, 0))))
                        .usage());
    }

    @Test
    void whatMayHaveArrivedIsEstimatedUnlessItIsCounted() {
        assertEquals(
                measured(7, 3), settled(due(measured(7, 3), "one two three")).usage());
        var estimated =
                settled(new Charge.Due(Optional.empty(), "one two three")).usage();
        assertEquals(TokenUsage.Source.ESTIMATED, estimated.source());
        assertEquals(
                estimated,
                settled(due(measured(100_000_000, 100_000_000), "one two three"))
                        .usage());
        assertEquals(estimated, settled(due(measured(0, 0), "one two three")).usage());
    }

    @Test
    void onlyTheImplausiblePartOfACountIsEstimated() {
        var estimated =
                settled(new Charge.Due(Optional.empty(), "one two three")).usage();
        assertEquals(
                TokenUsage.estimated(7, estimated.output()),
                settled(due(measured(7, 0), "one two three")).usage());
        assertEquals(
                TokenUsage.estimated(7, estimated.output()),
                settled(due(measured(7, 100_000_000), "one two three")).usage());
        assertEquals(
                TokenUsage.estimated(estimated.input(), 57),
                settled(due(measured(0, 57), "one two three")).usage());
    }

    private static Charge due(TokenUsage counted, String said) {
        return new Charge.Due(Optional.of(counted), said);
    }

    private static TokenUsage measured(int input, int output) {
        return new TokenUsage(input, output, 0, 0, TokenUsage.Source.MEASURED);
    }

    private static Settlement settled(Charge charge) {
        var id = UUID.fromString("0199a000-0000-7000-8000-000000000001");
        var held = new Holds.Held(Money.ZERO, false);
        var job = new GenerationJob(id, null, id, "somebody", 0, 1, new Permit(MODEL), id, PROMPT, NOW, held, null);
        var recorder = AttemptRecorder.started(
                null, job, new Cancellation(), Clock.fixed(NOW, ZoneOffset.UTC), settlement -> {});
        recorder.end(id, Outcome.CUT, charge, null, "raw", "as a test wants it");
        return recorder.settle(Duration.ofSeconds(1), new TokenCounter()).getFirst();
    }
}
