package io.baton.security;

import java.time.Duration;

/**
 * One of our cookies on its way to the browser. Strict: it is not sent when another site links to us, so that no link
 * can start an answer, even where a browser sends neither Sec-Fetch-Site nor Origin.
 *
 * @param value a token, which needs no quotes, or empty to take the cookie back
 */
record SetCookie(String name, String value, String path, Duration maxAge, boolean secure) {
    static final String HEADER = "Set-Cookie";

    SetCookie {
        maxAge = maxAge.isNegative() ? Duration.ZERO : maxAge;
    }

    static SetCookie cleared(String name, String path, boolean secure) {
        return new SetCookie(name, "", path, Duration.ZERO, secure);
    }

    /** The header's value (RFC 6265, 4.1). */
    String header() {
        return "%s=%s; Path=%s; Max-Age=%d; HttpOnly; SameSite=Strict%s"
                .formatted(name, value, path, maxAge.toSeconds(), secure ? "; Secure" : "");
    }

    @Override
    public String toString() {
        return name + "=…";
    }
}
