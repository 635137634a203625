package io.baton.routing;

import io.baton.model.Attempts;
import io.baton.model.Charge;
import io.baton.model.Model;
import io.baton.model.ModelStream;
import io.baton.model.Outcome;
import io.baton.model.Prompt;
import io.baton.model.StreamStart;
import io.baton.routing.FailoverState.Choosing;
import io.baton.routing.FailoverState.Ended;
import io.baton.routing.FailoverState.Permitted;
import io.baton.routing.FailoverState.Recorded;
import io.baton.routing.FailoverState.Streaming;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The failover of one answer. Each step asks models in failover order until one produces output, with at most {@code
 * routing.max-attempts} requests. If that model breaks off in mid-answer, the next step asks another model to continue after the
 * last character, at most {@code routing.max-continuations} times. Every request is recorded before it is sent. For one thread.
 */
public final class Failover {
    private final Router router;
    private final Attempts attempts;
    private FailoverState state;
    private FailoverStage stage;
    private Model model;
    private Outcome last;

    private Failover(Router router, Attempts attempts, FailoverState state, FailoverStage stage, Model model) {
        this.router = router;
        this.attempts = attempts;
        this.state = state;
        this.stage = stage;
        this.model = model;
    }

    /**
     * Of a new answer.
     *
     * @param first        from {@link Router#first}
     * @param firstAttempt the id of its request, which is recorded already
     */
    public static Failover start(Router router, Permit first, UUID firstAttempt, Prompt prompt, Attempts attempts) {
        return new Failover(
                router, attempts, new Recorded(first, firstAttempt), FailoverStage.first(prompt, null), first.model());
    }

    /**
     * Of a new answer that repeats another one. If that breaks off, {@code model} is the first that is asked to continue.
     *
     * @param attempt the id of the repetition, which is recorded already
     * @param stream  what is repeated
     */
    public static Failover repeat(
            Router router, Model model, UUID attempt, ModelStream stream, Prompt prompt, Attempts attempts) {
        return new Failover(
                router, attempts, new Streaming(null, attempt, stream, null), FailoverStage.first(prompt, null), model);
    }

    /**
     * Of an answer that was taken over. Asks the last model first, because it did not fail.
     *
     * @param prompt with the text so far
     */
    public static Failover resume(Router router, Model last, Prompt prompt, Attempts attempts) {
        return new Failover(
                router, attempts, Choosing.startingWith(last), FailoverStage.first(prompt, Outcome.LOST), last);
    }

    /** The model that was asked last. */
    public Model model() {
        return model;
    }

    /**
     * Asks until a model produces output. Blocks.
     *
     * @param call runs what blocks on a provider; it may interrupt it
     * @throws RuntimeException if an attempt can't be recorded
     */
    public FailoverStep next(Function<Supplier<StreamStart>, StreamStart> call) {
        try {
            while (true) {
                switch (state) {
                    case Choosing choosing -> state = choose(choosing);
                    case Permitted permitted -> state = record(permitted);
                    case Recorded recorded -> state = send(recorded, call);
                    case Streaming streaming -> {
                        return stage.step(model, streaming, router.paceGuard());
                    }
                    case Ended(var end) -> {
                        return end;
                    }
                }
            }
        } catch (InterruptedException cancelled) {
            return new FailoverStep.Stopped();
        }
    }

    private FailoverState choose(Choosing choosing) {
        if (stage.requests() >= router.maxAttempts()) {
            return exhausted();
        }
        Optional<Permit> permit = choosing.includingFrom()
                ? router.startingWith(choosing.from(), stage.prompt())
                : router.after(choosing.from(), stage.prompt());
        return permit.<FailoverState>map(found -> new Permitted(found, choosing.withoutBudget()))
                .orElseGet(this::exhausted);
    }

    /** Skips a model that the budget has no room for; if it comes up again, no other model is left. */
    private FailoverState record(Permitted permitted) throws InterruptedException {
        var permit = permitted.permit();
        var attempt = attempts.begin(permit.model(), stage.prompt().trimmedFor(permit.model()));
        if (attempt.isPresent()) {
            model = permit.model();
            return new Recorded(permit, attempt.get());
        }
        router.release(permit);
        return permitted.withoutBudget().contains(permit.model()) ? exhausted() : permitted.withoutBudgetForIt();
    }

    private FailoverState send(Recorded recorded, Function<Supplier<StreamStart>, StreamStart> call) {
        stage = stage.sent();
        var sentAt = System.nanoTime();
        return switch (call.apply(this::openStream)) {
            case StreamStart.Ready(var stream) ->
                new Streaming(
                        recorded.permit(), recorded.attempt(), stream, Duration.ofNanos(System.nanoTime() - sentAt));
            case StreamStart.Unavailable(var outcome, var charge, var detail, var pause) ->
                failed(recorded, outcome, charge, detail, pause);
            case StreamStart.Adapted(var charge, var detail) -> {
                failed(recorded, Outcome.REFUSED, charge, detail, null);
                yield Choosing.startingWith(model);
            }
            case StreamStart.Refused(var outcome, var charge, var detail) ->
                failed(recorded, outcome, charge, detail, null);
        };
    }

    private StreamStart openStream() {
        return router.providerOf(model).open(model, stage.prompt().trimmedFor(model));
    }

    private FailoverState failed(Recorded recorded, Outcome outcome, Charge charge, String detail, Duration pause) {
        last = outcome;
        stage = stage.failed(outcome);
        attempts.end(recorded.attempt(), outcome, charge, null, null, detail);
        router.recordOutcome(recorded.permit(), outcome, pause);
        if (outcome == Outcome.STOPPED) {
            return new Ended(new FailoverStep.Stopped());
        }
        return stage.isWhole() ? new Ended(new FailoverStep.NothingToAdd()) : Choosing.after(model);
    }

    /**
     * Takes the outcome of the model that streamed. If it broke off, the next step asks another one to continue; but never within
     * JSON, after a tool call or after a refusal.
     *
     * @param text    of the answer so far, by all models
     * @param isFinal whether the model wrote what no other can continue
     */
    public void ended(Outcome outcome, String text, boolean isFinal) {
        last = outcome;
        var permit = state.permit();
        if (permit != null) {
            router.recordOutcome(permit, outcome, null);
        }
        var added = text.length() > stage.prompt().partialAnswer().length();
        var mayContinue = !isFinal && (!added || mayContinueAfter(outcome));
        stage = added ? stage.next(outcome, text) : stage.endedWithoutText(outcome);
        var next = permit == null ? Choosing.startingWith(model) : Choosing.after(model);
        state = mayContinue ? next : exhausted();
    }

    private boolean mayContinueAfter(Outcome outcome) {
        return !stage.prompt().options().isStructured()
                && stage.continuations() < router.maxContinuations()
                && router.continuesAfter(outcome);
    }

    /** Ends the failover. Releases a permit whose request was not sent, or whose outcome is not known. */
    public void close() {
        if (state.permit() != null) {
            router.release(state.permit());
        }
        state = exhausted();
    }

    private Ended exhausted() {
        return new Ended(new FailoverStep.Exhausted(last));
    }
}
