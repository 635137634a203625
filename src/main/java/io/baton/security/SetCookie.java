package io.baton.security;

import java.time.Duration;

/**
 * One of our cookies in a response. SameSite is Strict, so browsers don't send it when another site links to us, and no link can
 * start an answer, even where a browser sends neither Sec-Fetch-Site nor Origin.
 *
 * <p>It writes its header itself: for a servlet's {@code Cookie}, Liberty writes {@code Expires} instead of {@code Max-Age}, so its end
 * would depend on the browser's clock, and for a {@code NewCookie} RESTEasy adds the obsolete {@code Version}, whichever it has.
 *
 * @param value a token, which needs no quotes; empty: the browser removes the cookie
 */
public record SetCookie(String name, String value, String path, Duration maxAge, boolean secure) {
    static final String SESSION = "baton_session";
    static final String STREAM = "baton_stream";
    static final String DEVICE = "baton_device";
    public static final String HEADER = "Set-Cookie";

    /** The prefix of names that browsers accept only over TLS and for this host. */
    static final String HOST_ONLY = "__Host-";

    public SetCookie {
        maxAge = maxAge.isNegative() ? Duration.ZERO : maxAge;
    }

    /**
     * Over TLS the name gets the prefix {@code __Host-}, with which browsers accept it from this host only and never over plain http;
     * they require the path {@code /} then (RFC 6265bis, 4.1.3.2).
     */
    static SetCookie of(String name, String value, String path, Duration maxAge, boolean secure) {
        return secure
                ? new SetCookie(HOST_ONLY + name, value, "/", maxAge, true)
                : new SetCookie(name, value, path, maxAge, false);
    }

    static SetCookie cleared(String name, String path, boolean secure) {
        return of(name, "", path, Duration.ZERO, secure);
    }

    /** The header's value (RFC 6265, 4.1). */
    public String header() {
        return "%s=%s; Path=%s; Max-Age=%d; HttpOnly; SameSite=Strict%s"
                .formatted(name, value, path, maxAge.toSeconds(), secure ? "; Secure" : "");
    }

    @Override
    public String toString() {
        return name + "=…";
    }
}
