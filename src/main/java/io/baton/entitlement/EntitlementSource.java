package io.baton.entitlement;

import io.baton.security.Caller;

/** Rules about what callers may ask for. All beans of this type apply, in any order. */
public interface EntitlementSource {
    /**
     * Adds the rules for a caller. Must not block: it is called for each question.
     *
     * @param before what other rules leave to the caller; the result must not allow more models than that
     */
    Entitlement apply(Caller caller, Entitlement before);
}
