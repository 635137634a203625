package io.baton.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Who a request is from, and how that was shown. Kept with the request only, never longer. */
record SignIn(Identity identity, Proof proof) {
    private static final String ATTRIBUTE = SignIn.class.getName();

    enum Proof {
        OUTSIDE_BEARER,
        OWN_BEARER,
        COOKIE
    }

    static Optional<SignIn> of(HttpServletRequest request) {
        return Optional.ofNullable((SignIn) request.getAttribute(ATTRIBUTE));
    }

    void keepWith(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    Caller caller() {
        return identity.caller();
    }

    boolean byCookieAlone() {
        return proof == Proof.COOKIE;
    }
}
