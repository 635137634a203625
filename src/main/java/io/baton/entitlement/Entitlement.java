package io.baton.entitlement;

import io.baton.limits.OwnLimits;
import io.baton.model.AllowedModels;
import java.util.List;

/**
 * What one caller may ask for, and who pays.
 *
 * @param userId who asks, and pays first
 * @param models that may answer
 * @param limits of the user
 * @param group  the id of the group that pays; null: none
 * @param payers the owners of further budgets in which there must be room, besides the user's own and the site's
 */
public record Entitlement(String userId, AllowedModels models, OwnLimits limits, Integer group, List<String> payers) {
    public Entitlement {
        payers = List.copyOf(payers);
    }

    /** Of a user without any rules: all models, the configured limits. */
    public static Entitlement of(String userId) {
        return new Entitlement(userId, AllowedModels.ALL, OwnLimits.NONE, null, List.of());
    }
}
