package io.baton.routing;

import io.baton.model.Catalog;
import io.baton.model.Model;
import io.baton.model.Prompt;
import io.baton.platform.Problem;
import io.baton.routing.Standing.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** The order in which models stand in for each other, and who of them may be asked. */
record Ring(Catalog catalog, Standing standing) {
    /** Where only failing models are left, the one that returns soonest is asked all the same. */
    Model first(Model asked, Prompt prompt, BiFunction<Standing, Model, Verdict> ask) {
        var candidates = catalog.ringFrom(asked).stream().filter(prompt::fits).toList();
        if (candidates.isEmpty()) {
            throw Problem.tooLong("message", "The question is too long for every model.");
        }
        var failing = new ArrayList<Model>();
        var soonest = Duration.ofMinutes(1);
        for (var model : candidates) {
            switch (ask.apply(standing, model)) {
                case Verdict.Open() -> {
                    return model;
                }
                case Verdict.Busy(var wait) -> soonest = soonest.compareTo(wait) < 0 ? soonest : wait;
                case Verdict.Failing(var wait) -> failing.add(model);
            }
        }
        var wait = soonest;
        return inSpite(failing)
                .orElseThrow(() -> Problem.later(
                        Problem.Kind.NO_MODEL_OPEN, wait, "Every model has as many requests as it can bear."));
    }

    /** The next one after {@code last} that is large enough for the prompt and may be asked; counted. */
    Optional<Model> after(Model last, Prompt prompt) {
        var ring = catalog.ringFrom(last);
        var order = new ArrayList<>(ring.subList(1, ring.size()));
        order.add(last);
        var failing = new ArrayList<Model>();
        for (var model : order) {
            if (!prompt.fits(model)) {
                continue;
            }
            switch (standing.request(model)) {
                case Verdict.Open() -> {
                    return Optional.of(model);
                }
                case Verdict.Busy(var wait) -> {}
                case Verdict.Failing(var wait) -> failing.add(model);
            }
        }
        return inSpite(failing);
    }

    private Optional<Model> inSpite(List<Model> failing) {
        return failing.stream()
                .filter(model -> standing.requestInSpite(model) instanceof Verdict.Open)
                .findFirst();
    }
}
