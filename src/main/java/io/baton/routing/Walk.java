package io.baton.routing;

import io.baton.model.Attempts;
import io.baton.model.Model;
import io.baton.model.Opening;
import io.baton.model.Outcome;
import io.baton.model.Prompt;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * One answer's walk along the ring. Each step asks models in turn until one speaks; all steps together send at most
 * {@code routing.max-attempts} requests. Every request is in the journal before it leaves.
 */
public final class Walk {
    private final Router router;
    private final Prompt prompt;
    private final Attempts attempts;
    private Model model;
    private UUID attempt;
    private int sent;
    private long requestAt;
    private Outcome lastOutcome;

    Walk(Router router, Model first, UUID firstAttempt, Prompt prompt, Attempts attempts) {
        this.router = router;
        this.model = first;
        this.attempt = firstAttempt;
        this.prompt = prompt;
        this.attempts = attempts;
    }

    /** The model that is asked now, or was asked last. */
    public Model model() {
        return model;
    }

    /** How the last attempt ended; null: none has ended. */
    public Outcome lastOutcome() {
        return lastOutcome;
    }

    /**
     * Asks until a model speaks. Blocks.
     *
     * @param listening runs what blocks on a provider; it may interrupt it
     */
    public Step next(Listening listening) {
        while (sent == 0 || advance()) {
            sent++;
            requestAt = System.nanoTime();
            var opening = listening.to(() -> router.providerOf(model).open(model, prompt.trimmedFor(model)));
            switch (opening) {
                case Opening.Ready(var stream) -> {
                    return new Step.Speaking(model, attempt, stream);
                }
                case Opening.Unavailable(var outcome, var billed, var detail) -> failed(outcome, billed, detail);
                case Opening.Refused(var outcome, var billed, var detail) -> failed(outcome, billed, detail);
            }
            if (lastOutcome == Outcome.STOPPED) {
                return new Step.Stopped();
            }
        }
        return new Step.Exhausted(lastOutcome);
    }

    /** Time since the last request left. */
    public Duration sinceRequest() {
        return Duration.ofNanos(System.nanoTime() - requestAt);
    }

    /** Says that the model which spoke has failed after all, so that the next step goes on to another. */
    public void failedSpeaking(Outcome outcome) {
        lastOutcome = outcome;
        router.learn(model, outcome);
    }

    private boolean advance() {
        if (sent >= router.maxAttempts()) {
            return false;
        }
        var next = router.after(model, prompt);
        next.ifPresent(chosen -> {
            model = chosen;
            attempt = attempts.begin(chosen);
        });
        return next.isPresent();
    }

    private void failed(Outcome outcome, boolean billed, String detail) {
        lastOutcome = outcome;
        attempts.end(attempt, outcome, Optional.empty(), billed, null, detail);
        router.learn(model, outcome);
    }

    /** Runs what blocks on a provider. */
    @FunctionalInterface
    public interface Listening {
        Opening to(Supplier<Opening> blocking);
    }
}
