package io.baton.security;

import io.baton.apikey.store.ApiKey;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** The authenticated caller of a request, and the kind of token or key that proved it. It is stored with the request only. */
public record Authentication(Identity identity, Proof proof) {
    private static final String ATTRIBUTE = Authentication.class.getName();

    public enum Proof {
        EXTERNAL_BEARER,
        ISSUED_BEARER,
        COOKIE,
        API_KEY
    }

    static Authentication by(ApiKey key) {
        return new Authentication(Identity.of(key), Proof.API_KEY);
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

    boolean isByKey() {
        return proof == Proof.API_KEY;
    }
}
