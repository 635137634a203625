package io.baton.scripted;

import java.util.Arrays;
import java.util.Locale;

/** A way in which an answer fails; where it does is {@link Setting#AT}. */
public sealed interface Fault {
    /**
     * An HTTP error status with an OpenAI error body, before the model runs.
     *
     * @param code 400 to 599
     */
    record Status(int code) implements Fault {
        public Status {
            if (code < 400 || code > 599) {
                throw new IllegalArgumentException("no error status: " + code);
            }
        }

        @Override
        public String wireName() {
            return "status:" + code;
        }
    }

    /** The faults that need no more than their name. */
    enum Kind implements Fault {
        /** The connection is reset (RST). */
        RESET,
        /** The connection is closed (FIN) and the HTTP body has no end. */
        CLOSE,
        /** The HTTP body ends as it should, the answer doesn't: no finish reason, no end mark. */
        END,
        /** Silence until the client hangs up, ten minutes at most; the connection is then closed. */
        STALL,
        /** Bytes that are no JSON, then the end of the body. */
        GARBAGE,
        /** An error object where a chunk belongs, then the end of the body. */
        ERROR,
        /** The status line comes late ({@link Setting#MS}), all else as usual. */
        SLOW_HEADERS,
        /** The first output comes late ({@link Setting#MS}), all else as usual. */
        SLOW_FIRST,
        /** A line that never ends, until the client hangs up or 64 MB are sent; the connection is then closed. */
        ENDLESS_LINE,
        /** A proper answer without a word. */
        EMPTY;

        @Override
        public String wireName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** As it is written in a directive: {@code reset}, {@code status:503}. */
    String wireName();

    /** Whether the client gets to see anything wrong, or only has to wait. */
    default boolean isOnlySlow() {
        return this == Kind.SLOW_HEADERS || this == Kind.SLOW_FIRST;
    }

    /** Whether it can strike before the headers. */
    default boolean endsConnection() {
        return this == Kind.RESET || this == Kind.CLOSE || this == Kind.STALL;
    }

    /** Reads what {@link #wireName()} writes; throws {@link IllegalArgumentException} for anything else. */
    static Fault of(String text) {
        if (text.matches("status:\\d{3}")) {
            return new Status(Integer.parseInt(text.substring("status:".length())));
        }
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.wireName().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such fault: " + text));
    }
}
