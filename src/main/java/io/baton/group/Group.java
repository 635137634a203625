package io.baton.group;

import io.baton.budget.Budget;
import io.baton.limits.OwnLimits;
import io.baton.model.AllowedModels;
import java.util.Comparator;

/**
 * A group of users.
 *
 * @param id       never used again
 * @param name     as issuers send it; {@link #OTHERS} has everybody who is in no other group
 * @param priority of several groups the one with the lowest number pays; of equal ones the first by name
 * @param models   that its members may ask
 * @param limits   of each member
 */
public record Group(int id, String name, int priority, AllowedModels models, OwnLimits limits) {
    static final String OTHERS = "default";

    static final Comparator<Group> ORDER =
            Comparator.comparingInt(Group::priority).thenComparing(Group::name);

    /** The owner of its budget. */
    String payer() {
        return Budget.ofGroup(id);
    }
}
