package io.baton.routing;

import io.baton.model.Attempts;
import io.baton.model.Charge;
import io.baton.model.Continuation;
import io.baton.model.Model;
import io.baton.model.ModelStream;
import io.baton.model.Opening;
import io.baton.model.Outcome;
import io.baton.model.Prompt;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * One answer's walk along the ring. Each step asks models in turn until one speaks, with at most
 * {@code routing.max-attempts} requests. Where one breaks off in mid-answer the next step goes on after its last
 * character, at most {@code routing.max-continuations} times. Every request is in the journal before it leaves.
 */
public final class Failover {
    /** One alone that says nothing may be out of order. */
    private static final int AGREEING = 2;

    private final Router router;
    private final Attempts attempts;
    private Prompt prompt;
    private Permit permit;
    /** Granted, and neither used up nor given back; null: none is. */
    private Permit owed;

    private UUID attempt;
    private boolean booked = true;
    private boolean blameless;
    private int sent;
    private int continuations;
    private int silent;
    private boolean over;
    private long requestAt;
    private Outcome cause;
    private Outcome last;

    private Failover(Router router, Permit first, UUID firstAttempt, Prompt prompt, Attempts attempts) {
        this.router = router;
        this.permit = first;
        this.owed = first;
        this.attempt = firstAttempt;
        this.prompt = prompt;
        this.attempts = attempts;
    }

    /**
     * Begins with the permit that {@link Router#first} gave.
     *
     * @param firstAttempt the id under which it is in the books already
     */
    public static Failover begin(Router router, Permit first, UUID firstAttempt, Prompt prompt, Attempts attempts) {
        return new Failover(router, first, firstAttempt, prompt, attempts);
    }

    /**
     * Goes on with an answer whose owner was lost: first the model that was asked last, since it is not to blame.
     *
     * @param prompt with all that was said so far
     */
    public static Failover resume(Router router, Model last, Prompt prompt, Attempts attempts) {
        var failover = new Failover(router, new Permit(last), null, prompt, attempts);
        failover.owed = null;
        failover.booked = false;
        failover.blameless = true;
        failover.cause = Outcome.LOST;
        return failover;
    }

    /** The model that is asked now, or was asked last. */
    public Model model() {
        return permit.model();
    }

    /**
     * Asks until a model speaks. Blocks.
     *
     * @param listening runs what blocks on a provider; it may interrupt it
     */
    public FailoverStep next(BlockingCall listening) {
        try {
            while (!over && (booked || bookNext())) {
                booked = false;
                var step = ask(listening);
                if (step.isPresent()) {
                    return step.get();
                }
            }
            return new FailoverStep.Exhausted(last);
        } catch (InterruptedException stopped) {
            return new FailoverStep.Stopped();
        }
    }

    /** Empty: this one does not speak, and another may be asked. */
    private Optional<FailoverStep> ask(BlockingCall listening) {
        sent++;
        requestAt = System.nanoTime();
        switch (listening.to(this::open)) {
            case Opening.Ready(var stream) -> {
                return Optional.of(
                        new FailoverStep.Speaking(model(), attempt, joined(stream), cause, router.paceGuard()));
            }
            case Opening.Unavailable(var outcome, var charge, var detail, var again) ->
                failed(outcome, charge, detail, again);
            case Opening.Refused(var outcome, var charge, var detail) -> failed(outcome, charge, detail, null);
        }
        if (last == Outcome.STOPPED) {
            return Optional.of(new FailoverStep.Stopped());
        }
        return silent == AGREEING ? Optional.of(new FailoverStep.NothingToAdd()) : Optional.empty();
    }

    /** Time since the last request left. */
    public Duration sinceRequest() {
        return Duration.ofNanos(System.nanoTime() - requestAt);
    }

    /**
     * Says how the model that spoke has ended. Where it broke off, the next step asks another one to go on; but never within
     * JSON or after a tool call.
     *
     * @param said   all that has been said of the answer so far, by whomever
     * @param called whether it has called a tool
     */
    public void ended(Outcome outcome, String said, boolean called) {
        last = outcome;
        learn(outcome, null);
        over = called;
        if (said.length() > prompt.partialAnswer().length()) {
            over |= prompt.options().isStructured()
                    || continuations == router.maxContinuations()
                    || !router.continuesAfter(outcome);
            continuations++;
            sent = 0;
            cause = outcome;
            prompt = prompt.continuing(said);
        } else if (cause == null) {
            cause = outcome;
        }
    }

    private Opening open() {
        return router.providerOf(model()).open(model(), prompt.trimmedFor(model()));
    }

    private ModelStream joined(ModelStream stream) {
        var mayRepeat = !prompt.partialAnswer().isEmpty() && model().continuation() == Continuation.INSTRUCTION;
        return mayRepeat ? new ContinuationStream(stream, prompt.partialAnswer()) : stream;
    }

    private boolean bookNext() throws InterruptedException {
        if (sent >= router.maxAttempts()) {
            return false;
        }
        var passedOver = new HashSet<Model>();
        owed = (blameless ? router.again(model(), prompt) : router.after(model(), prompt)).orElse(null);
        blameless = false;
        while (owed != null) {
            var chosen = owed.model();
            var begun = attempts.begin(chosen, prompt.trimmedFor(chosen));
            if (begun.isPresent()) {
                permit = owed;
                attempt = begun.get();
                return true;
            }
            releasePermit();
            // One whose turn had come before has no room, and nobody else is left.
            owed = passedOver.add(chosen) ? router.after(chosen, prompt).orElse(null) : null;
        }
        return false;
    }

    /** Gives a permit back whose request did not leave, or whose end nobody heard. Without one it does nothing. */
    public void releasePermit() {
        if (owed != null) {
            router.giveBack(owed);
            owed = null;
        }
    }

    private void learn(Outcome outcome, Duration again) {
        router.learn(permit, outcome, again);
        owed = null;
    }

    private void failed(Outcome outcome, Charge charge, String detail, Duration again) {
        last = outcome;
        silent = outcome == Outcome.EMPTY && !prompt.partialAnswer().isEmpty() ? silent + 1 : 0;
        if (cause == null) {
            cause = outcome;
        }
        attempts.end(attempt, outcome, charge, null, detail);
        learn(outcome, again);
    }

    /** Runs what blocks on a provider. */
    @FunctionalInterface
    public interface BlockingCall {
        Opening to(Supplier<Opening> blocking);
    }
}
