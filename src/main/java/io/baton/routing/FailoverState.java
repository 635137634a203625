package io.baton.routing;

import io.baton.model.Model;
import io.baton.model.ModelStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * Where the failover of one answer stands: {@code Choosing → Permitted → Recorded → Streaming}, from each of the last three back to
 * {@code Choosing}, and from any to {@code Ended}.
 */
sealed interface FailoverState {
    /** The permit of a request whose outcome is not known yet; null: there is none. */
    default Permit permit() {
        return null;
    }

    /**
     * The next model is to be chosen.
     *
     * @param from           its place in the failover order; the search starts after it
     * @param includingFrom  whether the search starts with {@code from} itself
     * @param withoutBudget  models that were skipped, because the budget has no room for them
     */
    record Choosing(Model from, boolean includingFrom, Set<Model> withoutBudget) implements FailoverState {
        public Choosing {
            withoutBudget = Set.copyOf(withoutBudget);
        }

        static Choosing after(Model last) {
            return new Choosing(last, false, Set.of());
        }

        static Choosing startingWith(Model model) {
            return new Choosing(model, true, Set.of());
        }
    }

    /** A model may get a request, which is not recorded yet. */
    record Permitted(Permit permit, Set<Model> withoutBudget) implements FailoverState {
        /** The budget has no room for this model. */
        Choosing withoutBudgetForIt() {
            var skipped = new HashSet<>(withoutBudget);
            skipped.add(permit.model());
            return new Choosing(permit.model(), false, skipped);
        }
    }

    /** The request is recorded and may be sent. */
    record Recorded(Permit permit, UUID attempt) implements FailoverState {}

    /**
     * The model streams its output.
     *
     * @param permit      null: another answer is repeated
     * @param firstOutput time from the request to the first output; null: no request was sent
     */
    record Streaming(Permit permit, UUID attempt, ModelStream stream, Duration firstOutput) implements FailoverState {}

    /** No further request is sent. */
    record Ended(FailoverStep.End end) implements FailoverState {}
}
