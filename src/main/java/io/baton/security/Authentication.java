package io.baton.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** The authenticated caller of a request, and the kind of token that proved it. It is stored with the request only. */
public record Authentication(Identity identity, Proof proof) {
    private static final String ATTRIBUTE = Authentication.class.getName();

    public enum Proof {
        EXTERNAL_BEARER,
        ISSUED_BEARER,
        COOKIE
    }

    public static Optional<Authentication> of(HttpServletRequest request) {
        return Optional.ofNullable((Authentication) request.getAttribute(ATTRIBUTE));
    }

    void attachTo(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    Caller caller() {
        return identity.caller();
    }

    boolean isByCookie() {
        return proof == Proof.COOKIE;
    }
}
