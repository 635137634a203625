package io.baton.security;

import java.time.Duration;

/**
 * One of our cookies in a response. SameSite is Strict, so browsers don't send it when another site links to us, and no link can
 * start an answer, even where a browser sends neither Sec-Fetch-Site nor Origin. Only the cookie of a sign-in that another site
 * finishes is Lax.
 *
 * <p>It writes its header itself: for a servlet's {@code Cookie}, Liberty writes {@code Expires} instead of {@code Max-Age}, so its end
 * would depend on the browser's clock, and for a {@code NewCookie} RESTEasy adds the obsolete {@code Version}, whichever it has.
 *
 * @param value a token, which needs no quotes; empty: the browser removes the cookie
 */
public record SetCookie(String name, String value, String path, Duration maxAge, boolean secure, SameSite sameSite) {
    static final String SESSION = "baton_session";
    static final String STREAM = "baton_stream";
    static final String DEVICE = "baton_device";
    static final String FLOW = "baton_sign_in_";
    static final String ID_TOKEN = "baton_id_token";
    public static final String HEADER = "Set-Cookie";

    /** Whether another site's link to us carries the cookie. */
    enum SameSite {
        STRICT("Strict"),
        LAX("Lax");

        private final String written;

        SameSite(String written) {
            this.written = written;
        }
    }

    /** The prefix of names that browsers accept only over TLS and for this host. */
    static final String HOST_ONLY = "__Host-";

    /** The prefix of names that browsers accept only over TLS, with any path. */
    static final String TLS_ONLY = "__Secure-";

    public SetCookie {
        maxAge = maxAge.isNegative() ? Duration.ZERO : maxAge;
    }

    /**
     * Over TLS the name gets the prefix {@code __Host-}, with which browsers accept it from this host only and never over plain http;
     * they require the path {@code /} then (RFC 6265bis, 4.1.3.2).
     */
    static SetCookie of(String name, String value, String path, Duration maxAge, boolean secure) {
        return secure
                ? new SetCookie(HOST_ONLY + name, value, "/", maxAge, true, SameSite.STRICT)
                : new SetCookie(name, value, path, maxAge, false, SameSite.STRICT);
    }

    /** The same, which browsers send when another site leads back to us. */
    SetCookie lax() {
        return new SetCookie(name, value, path, maxAge, secure, SameSite.LAX);
    }

    static SetCookie cleared(String name, String path, boolean secure) {
        return of(name, "", path, Duration.ZERO, secure);
    }

    /** The header's value (RFC 6265, 4.1). */
    public String header() {
        return "%s=%s; Path=%s; Max-Age=%d; HttpOnly; SameSite=%s%s"
                .formatted(name, value, path, maxAge.toSeconds(), sameSite.written, secure ? "; Secure" : "");
    }

    @Override
    public String toString() {
        return name + "=…";
    }
}
