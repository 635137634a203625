package io.baton.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Who a request is from, and how that was shown. Kept with the request only, never longer. */
public record Authentication(Identity identity, Proof proof) {
    private static final String ATTRIBUTE = Authentication.class.getName();

    public enum Proof {
        OUTSIDE_BEARER,
        OWN_BEARER,
        COOKIE
    }

    public static Optional<Authentication> of(HttpServletRequest request) {
        return Optional.ofNullable((Authentication) request.getAttribute(ATTRIBUTE));
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
