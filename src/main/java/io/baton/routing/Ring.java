package io.baton.routing;

import io.baton.model.Catalog;
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
 * The order in which models stand in for each other, and who of them may be asked. Where only failing ones are left, the
 * one that returns soonest is asked all the same.
 *
 * @param configured whether a model can be asked at all
 */
record Ring(Catalog catalog, Predicate<Model> configured, ModelHealth health) {
    private static final Duration AN_ADMINS_TIME = Duration.ofMinutes(1);

    /** One that should rather be left alone, and for how long. */
    private record Failing(Model model, Duration again) {}

    /** Counts nothing. @throws Problem 413 where the prompt is too long for all, 503 where none of the others may be asked */
    void mustHaveOne(Model asked, Prompt prompt) {
        var candidates = candidates(asked, prompt);
        if (candidates.stream().noneMatch(this::mayBeAsked)) {
            throw noneOpen(candidates);
        }
    }

    /** The asked one or who stands in for it; its request is counted. @throws Problem as above */
    Permit first(Model asked, Prompt prompt) {
        var candidates = candidates(asked, prompt);
        return choose(candidates).orElseThrow(() -> noneOpen(candidates));
    }

    /** The next one after {@code last} that is large enough for the prompt and may be asked; counted. */
    Optional<Permit> after(Model last, Prompt prompt) {
        var ring = catalog.ringFrom(last);
        var order = new ArrayList<>(ring.subList(1, ring.size()));
        order.add(last);
        return next(order, prompt);
    }

    /** The same, but {@code last} comes first: it is not to blame. */
    Optional<Permit> again(Model last, Prompt prompt) {
        return next(catalog.ringFrom(last), prompt);
    }

    private Optional<Permit> next(List<Model> order, Prompt prompt) {
        return choose(order.stream().filter(configured).filter(prompt::fits).toList());
    }

    private List<Model> candidates(Model asked, Prompt prompt) {
        var ring = catalog.ringFrom(asked).stream().filter(configured).toList();
        var candidates = ring.stream().filter(prompt::fits).toList();
        if (candidates.isEmpty() && !ring.isEmpty()) {
            throw Problem.tooLong("message", "problem.too-long-for-all");
        }
        return candidates;
    }

    private Optional<Permit> choose(List<Model> order) {
        return order.stream()
                .flatMap(model -> health.request(model).stream())
                .findFirst()
                .or(() -> leastBad(order));
    }

    private Optional<Permit> leastBad(List<Model> order) {
        return order.stream()
                .flatMap(model -> inSpite(health.of(model).verdict()).map(wait -> new Failing(model, wait)).stream())
                .sorted(Comparator.comparing(Failing::again))
                .flatMap(failing -> health.requestInSpite(failing.model()).stream())
                .findFirst();
    }

    private boolean mayBeAsked(Model model) {
        return inSpite(health.of(model).verdict()).isPresent();
    }

    /** How long a model should rather be left alone, if it may be asked in spite of that; empty: it may not. */
    private static Optional<Duration> inSpite(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Open open -> Optional.of(Duration.ZERO);
            case Verdict.Failing(var again) -> Optional.of(again);
            case Verdict.Unreachable(var again) -> Optional.of(again);
            case Verdict.Paused(var again) -> Optional.of(again);
            case Verdict.Busy busy -> Optional.empty();
            case Verdict.Closed closed -> Optional.empty();
        };
    }

    private static Optional<Duration> untilOpen(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Busy(var again) -> Optional.of(again);
            case Verdict.Closed(var again) -> again;
            case Verdict.Open open -> Optional.empty();
            case Verdict.Failing failing -> Optional.empty();
            case Verdict.Unreachable unreachable -> Optional.empty();
            case Verdict.Paused paused -> Optional.empty();
        };
    }

    private Problem noneOpen(List<Model> candidates) {
        var soonest = candidates.stream()
                .flatMap(model -> untilOpen(health.of(model).verdict()).stream())
                .min(Comparator.naturalOrder())
                .orElse(AN_ADMINS_TIME);
        return Problem.later(Problem.Kind.NO_MODEL_OPEN, soonest, "problem.no-model-open");
    }
}
