package io.baton.scripted;

import java.nio.charset.StandardCharsets;

/**
 * The dialect of server-sent events that a script asks for. A line feed in the JSON given here marks a place where the
 * JSON may be split over data lines; it is dropped otherwise.
 */
final class Sse {
    private final String end;
    private final String field;
    private final String between;
    private final String split;

    Sse(Script script) {
        end = script.is(Setting.CRLF) ? "\r\n" : "\n";
        field = script.is(Setting.NOSPACE) ? "data:" : "data: ";
        between = script.is(Setting.COMMENTS) ? ": keep-alive" + end + end + end : "";
        split = script.is(Setting.MULTILINE) ? end + field : "";
    }

    byte[] event(String json) {
        return bytes(between + field + split(json) + end + end);
    }

    /** The beginning of an event, up to somewhere in its JSON. */
    byte[] opening(String json) {
        return bytes(between + field + split(json));
    }

    /** The rest of an event. */
    byte[] closing(String json) {
        return bytes(split(json) + end + end);
    }

    private String split(String json) {
        return json.replace("\n", split);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
