package io.baton.apikey.admin;

import io.baton.apikey.store.ApiKey;
import io.baton.entitlement.Entitlement;
import io.baton.entitlement.EntitlementSource;
import io.baton.limits.KeyLimits;
import io.baton.model.AllowedModels;
import io.baton.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;

/** What an API key leaves to whoever uses it. */
@ApplicationScoped
class KeyEntitlement implements EntitlementSource {
    @Override
    public Entitlement apply(Caller caller, Entitlement before) {
        return caller.key().map(key -> apply(key, before)).orElse(before);
    }

    private static Entitlement apply(ApiKey key, Entitlement before) {
        var payers = new ArrayList<>(before.payers());
        if (!key.service()) {
            payers.add(key.budgetOwner());
        }
        return new Entitlement(
                before.userId(),
                before.models().and(AllowedModels.of(key.models())),
                before.limits().with(new KeyLimits(key.id(), key.requestsPerMinute(), key.answersAtOnce())),
                before.group(),
                payers);
    }
}
