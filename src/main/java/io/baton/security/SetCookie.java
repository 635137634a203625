package io.baton.security;

import java.time.Duration;

/**
 * One of our cookies on its way to the browser. Strict: it is not sent when another site links to us, so that no link
 * can start an answer, even where a browser sends neither Sec-Fetch-Site nor Origin.
 *
 * @param value a token, which needs no quotes, or empty to take the cookie back
 */
public record SetCookie(String name, String value, String path, Duration maxAge, boolean secure) {
    static final String SESSION = "baton_session";
    static final String STREAM = "baton_stream";
    static final String DEVICE = "baton_device";
    public static final String HEADER = "Set-Cookie";

    /** What names begin with that browsers take over TLS and for this host alone. */
    static final String HOST_ONLY = "__Host-";

    public SetCookie {
        maxAge = maxAge.isNegative() ? Duration.ZERO : maxAge;
    }

    /**
     * As browsers keep it from the site's other hosts and from plain http, where the request came over TLS (RFC 6265bis,
     * 4.1.3.2): under another name, with the path that they insist on.
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
