package io.baton.oidc;

/** The provider can't be reached, or fails. Waiting may help. */
public final class ProviderAway extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param why for the log; nothing that a token contains */
    ProviderAway(String why) {
        super(why, null, false, false);
    }
}
