package io.baton.platform;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Something the caller must be told, in the terms of RFC 9457. It knows its HTTP status and its fixed code; {@link
 * Problems} renders it. The detail is written for the caller: no key, no upstream body, nothing of another user.
 */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The kinds there are: the codes are those of the contract's error frames. */
    public enum Kind {
        BAD_REQUEST(400, "Bad request"),
        NOT_SIGNED_IN(401, "Not signed in"),
        BUDGET_EXCEEDED(402, "Budget used up"),
        FORBIDDEN(403, "Forbidden"),
        NOT_FOUND(404, "Not found"),
        NOTHING_TO_ANSWER(409, "Nothing to answer"),
        CONTEXT_TOO_LONG(413, "Too long"),
        UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type"),
        KEY_REUSED(422, "Idempotency key reused"),
        RATE_LIMITED(429, "Too fast"),
        NO_MODEL_OPEN(503, "No model open");

        private final int status;
        private final String title;

        Kind(int status, String title) {
            this.status = status;
            this.title = title;
        }

        public int status() {
            return status;
        }

        public String title() {
            return title;
        }
    }

    private final Kind kind;
    private final String field;
    private final Duration retryAfter;
    private final Instant resetsAt;

    private Problem(Kind kind, String field, Duration retryAfter, Instant resetsAt, String detail) {
        super(detail, null, false, false);
        this.kind = kind;
        this.field = field;
        this.retryAfter = retryAfter;
        this.resetsAt = resetsAt;
    }

    public static Problem of(Kind kind, String detail) {
        return new Problem(kind, null, null, null, detail);
    }

    /** A refusal that passes; {@code retryAfter} becomes the header of that name. */
    public static Problem later(Kind kind, Duration retryAfter, String detail) {
        return new Problem(kind, null, retryAfter, null, detail);
    }

    /** A refusal that ends at a known moment, which becomes the member {@code resetsAt}. */
    public static Problem until(Kind kind, Instant resetsAt, Duration retryAfter, String detail) {
        return new Problem(kind, null, retryAfter, resetsAt, detail);
    }

    /** A member, parameter or header that can't be taken; {@code field} names it. */
    public static Problem badField(String field, String detail) {
        return new Problem(Kind.BAD_REQUEST, field, null, null, detail);
    }

    public static Problem tooLong(String field, String detail) {
        return new Problem(Kind.CONTEXT_TOO_LONG, field, null, null, detail);
    }

    public static Problem notFound(String what, Object id) {
        return of(Kind.NOT_FOUND, "There is no " + what + " " + id + ".");
    }

    public static Problem forbidden(String detail) {
        return of(Kind.FORBIDDEN, detail);
    }

    public Kind kind() {
        return kind;
    }

    /** The offending member, parameter or header. */
    public Optional<String> field() {
        return Optional.ofNullable(field);
    }

    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** When what is used up begins anew. */
    public Optional<Instant> resetsAt() {
        return Optional.ofNullable(resetsAt);
    }

    /** Refuses what a database text or UTF-8 can't hold: NUL and lone surrogates. */
    public static String sound(String field, String text) {
        if (text.indexOf(0) >= 0) {
            throw badField(field, field + " contains a NUL character.");
        }
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw badField(field, field + " contains half a character (a lone surrogate).");
            }
        }
        return text;
    }
}
