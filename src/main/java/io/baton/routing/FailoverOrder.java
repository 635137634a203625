package io.baton.routing;

import io.baton.catalog.Catalog;
import io.baton.model.Model;
import io.baton.model.Prompt;
import io.baton.platform.Problem;
import io.baton.routing.ModelHealth.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The failover order of models, and which of them may be asked. If only failing ones are left, the one that recovers
 * first is asked nevertheless.
 *
 * @param configured whether a model can be asked at all
 */
record FailoverOrder(Catalog catalog, Predicate<Model> configured, ModelHealth health) {
    private static final Duration RETRY_IF_DISABLED = Duration.ofMinutes(1);

    /** A model that should not be asked for some time. */
    private record Failing(Model model, Duration retryAfter) {}

    /**
     * Does not count a request.
     *
     * @throws Problem 400 if no model has the abilities that the prompt needs, 413 if it is too long for all of them, 503
     *     if none of the others may be asked
     */
    void requireAvailable(Model asked, Prompt prompt) {
        var candidates = candidates(asked, prompt);
        if (candidates.stream().noneMatch(this::mayBeAsked)) {
            throw noneAvailable(candidates);
        }
    }

    /**
     * Chooses the requested model or one that stands in for it, and counts the request.
     *
     * @throws Problem as above
     */
    Permit first(Model asked, Prompt prompt) {
        var candidates = candidates(asked, prompt);
        return choose(candidates).orElseThrow(() -> noneAvailable(candidates));
    }

    /** The next model after {@code last} that fits the prompt and may be asked; the request is counted. */
    Optional<Permit> after(Model last, Prompt prompt) {
        var fromLast = catalog.failoverOrderFrom(last);
        var order = new ArrayList<>(fromLast.subList(1, fromLast.size()));
        order.add(last);
        return next(order, prompt);
    }

    /** The same, but beginning with {@code last}, which did not fail. */
    Optional<Permit> startingWith(Model last, Prompt prompt) {
        return next(catalog.failoverOrderFrom(last), prompt);
    }

    private Optional<Permit> next(List<Model> order, Prompt prompt) {
        return choose(order.stream()
                .filter(configured)
                .filter(prompt::suits)
                .filter(prompt::fits)
                .toList());
    }

    private List<Model> candidates(Model asked, Prompt prompt) {
        var all = catalog.failoverOrderFrom(asked).stream().filter(configured).toList();
        var order = all.stream().filter(prompt::suits).toList();
        if (order.isEmpty() && !all.isEmpty()) {
            throw Problem.badField("model", "problem.abilities", asked.id());
        }
        var candidates = order.stream().filter(prompt::fits).toList();
        if (candidates.isEmpty() && !order.isEmpty()) {
            throw Problem.tooLong("message", "problem.too-long-for-all");
        }
        return candidates;
    }

    private Optional<Permit> choose(List<Model> order) {
        return order.stream()
                .flatMap(model -> health.request(model).stream())
                .findFirst()
                .or(() -> soonestToRecover(order));
    }

    private Optional<Permit> soonestToRecover(List<Model> order) {
        return order.stream()
                .flatMap(model -> lastResort(health.of(model).verdict()).map(wait -> new Failing(model, wait)).stream())
                .sorted(Comparator.comparing(Failing::retryAfter))
                .flatMap(failing -> health.forceRequest(failing.model()).stream())
                .findFirst();
    }

    private boolean mayBeAsked(Model model) {
        return lastResort(health.of(model).verdict()).isPresent();
    }

    /** The time for which a model should not be asked, if it may be asked nevertheless; empty if it may not. */
    private static Optional<Duration> lastResort(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Available available -> Optional.of(Duration.ZERO);
            case Verdict.Failing(var retryAfter) -> Optional.of(retryAfter);
            case Verdict.Unreachable(var retryAfter) -> Optional.of(retryAfter);
            case Verdict.Paused(var retryAfter) -> Optional.of(retryAfter);
            case Verdict.Busy busy -> Optional.empty();
            case Verdict.Disabled disabled -> Optional.empty();
        };
    }

    private static Optional<Duration> untilAvailable(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Busy(var retryAfter) -> Optional.of(retryAfter);
            case Verdict.Disabled(var retryAfter) -> retryAfter;
            case Verdict.Available available -> Optional.empty();
            case Verdict.Failing failing -> Optional.empty();
            case Verdict.Unreachable unreachable -> Optional.empty();
            case Verdict.Paused paused -> Optional.empty();
        };
    }

    private Problem noneAvailable(List<Model> candidates) {
        var soonest = candidates.stream()
                .flatMap(model -> untilAvailable(health.of(model).verdict()).stream())
                .min(Comparator.naturalOrder())
                .orElse(RETRY_IF_DISABLED);
        return Problem.temporary(Problem.Kind.NO_MODEL_OPEN, soonest, "problem.no-model-open");
    }
}
