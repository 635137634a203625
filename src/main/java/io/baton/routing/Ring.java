package io.baton.routing;

import io.baton.model.Catalog;
import io.baton.model.Model;
import io.baton.model.Prompt;
import io.baton.platform.Problem;
import io.baton.routing.Standing.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The order in which models stand in for each other, and who of them may be asked. Where only failing ones are left, the
 * one that returns soonest is asked all the same.
 */
record Ring(Catalog catalog, Standing standing) {
    /** Somebody who failed too often, and how long until that is forgotten. */
    private record Failing(Model model, Duration again) {}

    /** Counts nothing. @throws Problem 413 where the prompt is too long for all, 503 where none of the others has room */
    void mustHaveOne(Model asked, Prompt prompt) {
        var candidates = candidates(asked, prompt);
        if (candidates.stream().allMatch(model -> standing.of(model) instanceof Verdict.Busy)) {
            throw noneOpen(candidates);
        }
    }

    /** The asked one or who stands in for it; its request is counted. @throws Problem as above */
    Model first(Model asked, Prompt prompt) {
        var candidates = candidates(asked, prompt);
        return choose(candidates).orElseThrow(() -> noneOpen(candidates));
    }

    /** The next one after {@code last} that is large enough for the prompt and may be asked; counted. */
    Optional<Model> after(Model last, Prompt prompt) {
        var ring = catalog.ringFrom(last);
        var order = new ArrayList<>(ring.subList(1, ring.size()));
        order.add(last);
        return choose(order.stream().filter(prompt::fits).toList());
    }

    private List<Model> candidates(Model asked, Prompt prompt) {
        var candidates = catalog.ringFrom(asked).stream().filter(prompt::fits).toList();
        if (candidates.isEmpty()) {
            throw Problem.tooLong("message", "The question is too long for every model.");
        }
        return candidates;
    }

    private Optional<Model> choose(List<Model> order) {
        var failing = new ArrayList<Failing>();
        for (var model : order) {
            switch (standing.request(model)) {
                case Verdict.Open() -> {
                    return Optional.of(model);
                }
                case Verdict.Busy(var again) -> {}
                case Verdict.Failing(var again) -> failing.add(new Failing(model, again));
            }
        }
        return failing.stream()
                .sorted(Comparator.comparing(Failing::again))
                .map(Failing::model)
                .filter(model -> standing.requestInSpite(model) instanceof Verdict.Open)
                .findFirst();
    }

    private Problem noneOpen(List<Model> candidates) {
        var soonest = candidates.stream()
                .map(standing::of)
                .mapMulti((Verdict verdict, java.util.function.Consumer<Duration> waits) -> {
                    if (verdict instanceof Verdict.Busy(var again)) {
                        waits.accept(again);
                    }
                })
                .min(Comparator.naturalOrder())
                .orElse(Duration.ofSeconds(1));
        return Problem.later(Problem.Kind.NO_MODEL_OPEN, soonest, "Every model has as many requests as it can bear.");
    }
}
