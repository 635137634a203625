package io.baton.platform;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An error to report to the caller, in the terms of RFC 9457, with its HTTP status and a fixed code; {@code
 * ProblemMapper} renders it. The detail is meant for the caller: no key, no upstream body, no data of other users.
 */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The kinds of problem; error frames use the same codes. */
    public enum Kind {
        BAD_REQUEST(400),
        NOT_SIGNED_IN(401),
        BUDGET_EXCEEDED(402),
        FORBIDDEN(403),
        NOT_FOUND(404),
        NOTHING_TO_ANSWER(409),
        /** Somebody else was first. */
        VERSION_CONFLICT(409),
        GONE(410),
        CONTEXT_TOO_LONG(413),
        UNSUPPORTED_MEDIA_TYPE(415),
        KEY_REUSED(422),
        VERSION_REQUIRED(428),
        RATE_LIMITED(429),
        NO_MODEL_OPEN(503),
        /** This node is about to stop; others go on. */
        DRAINING(503),
        UNAVAILABLE(503);

        private final int status;

        Kind(int status) {
            this.status = status;
        }

        public int status() {
            return status;
        }

        public String title(Language language) {
            return language.text(title());
        }

        private String title() {
            return "problem.title." + name();
        }
    }

    private final Kind kind;
    private final String field;
    private final transient Duration retryAfter;
    private final transient Instant resetsAt;
    private final transient LocalizedMessage message;

    private Problem(Kind kind, String field, Duration retryAfter, Instant resetsAt, LocalizedMessage message) {
        super(message.in(Language.ENGLISH), null, false, false);
        this.kind = kind;
        this.field = field;
        this.retryAfter = retryAfter;
        this.resetsAt = resetsAt;
        this.message = message;
    }

    /** @param key a key of {@code messages.properties}, here and below; {@code values} fill its placeholders */
    public static Problem of(Kind kind, String key, Object... values) {
        return new Problem(kind, null, null, null, new LocalizedMessage(kind.title(), key, values));
    }

    /** A temporary refusal; {@code retryAfter} becomes the header of that name. */
    public static Problem temporary(Kind kind, Duration retryAfter, String key, Object... values) {
        return new Problem(kind, null, retryAfter, null, new LocalizedMessage(kind.title(), key, values));
    }

    /** A refusal until a known time, which becomes the member {@code resetsAt}. */
    public static Problem untilReset(Kind kind, Instant resetsAt, Duration retryAfter, String key, Object... values) {
        return new Problem(kind, null, retryAfter, resetsAt, new LocalizedMessage(kind.title(), key, values));
    }

    /** An invalid member, parameter or header; {@code field} names it. */
    public static Problem badField(String field, String key, Object... values) {
        return new Problem(
                Kind.BAD_REQUEST, field, null, null, new LocalizedMessage(Kind.BAD_REQUEST.title(), key, values));
    }

    public static Problem tooLong(String field, String key, Object... values) {
        return new Problem(
                Kind.CONTEXT_TOO_LONG,
                field,
                null,
                null,
                new LocalizedMessage(Kind.CONTEXT_TOO_LONG.title(), key, values));
    }

    public static Problem notFound(String what, Object id) {
        return of(Kind.NOT_FOUND, "problem.no-such", new LocalizedMessage.Named("thing." + what), id);
    }

    /** Like {@link #notFound}, for the value of {@code field}. */
    public static Problem unknown(String field, String key, Object... values) {
        return new Problem(
                Kind.NOT_FOUND, field, null, null, new LocalizedMessage(Kind.NOT_FOUND.title(), key, values));
    }

    public static Problem forbidden(String key, Object... values) {
        return of(Kind.FORBIDDEN, key, values);
    }

    /** The text for the caller; in English it equals the exception's message. */
    public String detail(Language language) {
        return message.in(language);
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

    /** When the exhausted quota resets. */
    public Optional<Instant> resetsAt() {
        return Optional.ofNullable(resetsAt);
    }

    /** Returns {@code text}; refuses what a text column or UTF-8 can't represent: NUL and lone surrogates. */
    public static String requireStorable(String field, String text) {
        if (text.indexOf(0) >= 0) {
            throw badField(field, "problem.nul", field);
        }
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw badField(field, "problem.surrogate", field);
            }
        }
        return text;
    }
}
