package io.baton.entitlement;

import io.baton.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

/** Says what each caller may ask for, by all rules that there are. */
@ApplicationScoped
public class Entitlements {
    @Inject
    @Any
    Instance<EntitlementSource> sources;

    public Entitlement of(Caller caller) {
        var entitlement = Entitlement.of(caller.userId());
        for (var source : sources) {
            entitlement = source.apply(caller, entitlement);
        }
        return entitlement;
    }
}
