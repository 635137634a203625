package io.baton.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The header {@code traceparent} of W3C Trace Context. Its companion {@code tracestate}, in which a caller may write what it likes, is
 * ignored.
 */
final class TraceParent {
    static final String HEADER = "traceparent";

    private static final TextMapGetter<String> ONLY_THIS_HEADER = new TextMapGetter<>() {
        @Override
        @SuppressWarnings("deprecation") // it must be implemented nevertheless
        public Iterable<String> keys(String value) {
            return List.of(HEADER);
        }

        @Override
        public String get(String value, String key) {
            return key.equals(HEADER) ? value : null;
        }
    };

    private TraceParent() {}

    /** The remote span that it names; an invalid one if it is null or malformed. */
    static Span parse(String value) {
        return value == null
                ? Span.getInvalid()
                : Span.fromContext(
                        W3CTraceContextPropagator.getInstance().extract(Context.root(), value, ONLY_THIS_HEADER));
    }

    /** The header's value for a span; null if the span is invalid. */
    static String of(Span span) {
        var headers = new HashMap<String, String>();
        W3CTraceContextPropagator.getInstance().inject(Context.root().with(span), headers, Map::put);
        return headers.get(HEADER);
    }
}
