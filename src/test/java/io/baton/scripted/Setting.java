package io.baton.scripted;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a script can set: {@code [[name=value …]]} in the last user message, or a member of the JSON of
 * {@code PUT /control/script/{vendor}}. Each constant holds the pattern of its values.
 */
public enum Setting {
    /** Numbered text tokens instead of the default answer. */
    TOKENS("\\d{1,6}"),
    /** The number of the first of them; by default 1, or the one after those that an unfinished answer ends with. */
    FROM("\\d{1,6}"),
    /**
     * How numbered tokens look: {@code t7 }, {@code 第7词 }, an emoji and the number, one cut inside a grapheme, with a NUL, or
     * {@code t7@123456 }, with the moment at which it is due, in microseconds of {@link System#nanoTime()}.
     */
    TEXT("plain|cjk|emoji|clusters|nul|timed"),
    /** How many of the tokens that an unfinished answer ends with are said again. */
    REPEAT("\\d{1,6}"),
    /** Whether the answer begins with a sentence that is none of it. */
    PREAMBLE("true|false"),
    /** Milliseconds between tokens; default 20. */
    DELAY("\\d{1,6}"),
    /** Milliseconds before the first token; default 150. */
    FIRST("\\d{1,6}"),
    /** Tokens in one event; default 1. */
    CHUNK("[1-9]\\d{0,3}"),
    /** Whether the limit of the request is not kept to. */
    UNBOUNDED("true|false"),
    /** Reasoning tokens before the text. */
    REASONING("\\d{1,6}"),
    /** Bytes of body in one write. */
    BYTES("[1-9]\\d{0,4}"),
    /** Lines end with CR LF. */
    CRLF("true|false"),
    /** Comments and blank lines between the events. */
    COMMENTS("true|false"),
    /** {@code data:} without the space. */
    NOSPACE("true|false"),
    /** The JSON of an event is split over several data lines. */
    MULTILINE("true|false"),
    /** All characters outside ASCII are escaped in JSON. */
    ASCII("true|false"),
    /** Whether the end mark is sent; default true. */
    DONE("true|false"),
    /** Where the usage stands; default separate: a last chunk without choices. Asked: so, but only if asked for. */
    USAGE("last|separate|every|none|asked"),
    /**
     * What the usage says instead of the tokens that there are: prompt, completion, total, each as JSON without spaces. Also
     * beside an error status, which has no usage otherwise.
     */
    COUNTS("[^,\\s]{1,40},[^,\\s]{1,40},[^,\\s]{1,40}"),
    /**
     * The finish reason, none for none, as it stands within JSON ({@code stop\\u0000}); by default stop, or length when the limit
     * of the request cut the text.
     */
    FINISH("[a-z0-9_\\\\]{1,200}"),
    /** The content beside the role in the first chunk: empty text (the default), no member, null; none: no such chunk. */
    ROLE("empty|only|null|none"),
    /** How many tools are called instead of saying anything; by default one where the question insists on it. */
    CALLS("[1-9]"),
    /** A {@link Fault}, or none. */
    FAULT("none|[a-z-]+|status:[45]\\d\\d"),
    /**
     * After how many text tokens: a number (at most all), reasoning (just before the text), random; default 0.
     * Headers: before the status line, for the faults that end the connection.
     */
    AT("\\d{1,6}|headers|reasoning|random"),
    /** After how many bytes of the body instead, which may be inside an event or a character. */
    AT_BYTE("\\d{1,9}"),
    /** Whether half an event is sent when the fault strikes. */
    CUT("true|false"),
    /** Milliseconds by which a slow fault is late; default 10,000. */
    MS("\\d{1,6}"),
    /** Seconds in Retry-After beside an error status; default 1 for 429, absent for others. */
    RETRY_AFTER("\\d{1,5}"),
    /** The probability of a fault for each request that names none. */
    FAILURE_RATE("0|1|0\\.\\d{1,9}|1\\.0+"),
    /** The faults that such a request draws from, separated by commas. */
    FAULTS("[a-z0-9:,-]+"),
    /** The seed of those draws. */
    SEED("-?\\d{1,18}"),
    /** For how many requests the script of a vendor holds; absent: for all. */
    TIMES("\\d{1,9}");

    private final Pattern values;

    Setting(String values) {
        this.values = Pattern.compile(values);
    }

    /** Throws {@link IllegalArgumentException} if {@code value} is none of mine. */
    String checked(String value) {
        if (!values.matcher(value).matches()) {
            throw new IllegalArgumentException("not a value of " + name() + ": " + value);
        }
        if (this == FAULT && !value.equals("none")) {
            Fault.of(value);
        } else if (this == FAULTS) {
            Arrays.stream(value.split(",")).forEach(Fault::of);
        }
        return value;
    }

    /** Case and word separators are free: {@code failureRate}, {@code failure-rate}. */
    static Setting named(String name) {
        String wanted = plain(name);
        return Arrays.stream(values())
                .filter(setting -> plain(setting.name()).equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such setting: " + name));
    }

    private static String plain(String name) {
        return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }
}
