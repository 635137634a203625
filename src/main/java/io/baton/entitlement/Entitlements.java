package io.baton.entitlement;

import io.baton.security.Caller;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;

/** Says what each caller may ask for, by all rules that there are. */
@ApplicationScoped
public class Entitlements {
    @Inject
    @Any
    Instance<EntitlementSource> sources;

    private List<EntitlementSource> all;

    @PostConstruct
    void find() {
        all = sources.stream().toList();
    }

    public Entitlement of(Caller caller) {
        var entitlement = Entitlement.of(caller.userId());
        for (var source : all) {
            entitlement = source.apply(caller, entitlement);
        }
        return entitlement;
    }
}
