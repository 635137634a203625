package io.baton.telemetry;

import io.baton.model.FinishReason;
import io.baton.model.Outcome;
import io.baton.model.TokenUsage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The span of one request to a model, with the names of OpenTelemetry's conventions for generative AI. */
public final class AttemptTrace {
    /** Of a request that is not traced. */
    public static final AttemptTrace NONE = new AttemptTrace(Span.getInvalid(), false);

    private static final AttributeKey<List<String>> FINISH_REASONS =
            AttributeKey.stringArrayKey("gen_ai.response.finish_reasons");
    private static final ContextKey<AttemptTrace> FORWARDED = ContextKey.named("baton-forwarded-attempt");
    private static final double SECOND = 1e9;

    private final Span span;
    private final boolean forwarded;

    /** @param forwarded whether the provider gets the trace context */
    AttemptTrace(Span span, boolean forwarded) {
        this.span = span;
        this.forwarded = forwarded;
    }

    /** Sends the request. */
    public <T> T send(Supplier<T> call) {
        if (!forwarded) {
            return call.get();
        }
        var scope = Context.current().with(FORWARDED, this).makeCurrent();
        try {
            return call.get();
        } finally {
            scope.close();
        }
    }

    /** The headers for the request that this thread sends. */
    public static Map<String, String> headers() {
        var forwarded = Context.current().get(FORWARDED);
        return forwarded == null ? Map.of() : Map.of(TraceParent.HEADER, TraceParent.of(forwarded.span));
    }

    public void firstChunk(Duration afterRequest) {
        span.setAttribute("gen_ai.response.time_to_first_chunk", afterRequest.toNanos() / SECOND);
    }

    /**
     * Ends the span.
     *
     * @param finishReason the provider's word; null: none. Unknown ones are left out, since they may be anything
     */
    public void end(Outcome outcome, TokenUsage usage, String finishReason) {
        span.setAttribute("baton.attempt.outcome", outcome.code());
        if (Stream.of(FinishReason.values()).anyMatch(known -> known.code().equals(finishReason))) {
            span.setAttribute(FINISH_REASONS, List.of(finishReason));
        }
        if (usage.source() == TokenUsage.Source.MEASURED) {
            span.setAttribute("gen_ai.usage.input_tokens", usage.input());
            span.setAttribute("gen_ai.usage.output_tokens", usage.output());
        }
        if (ModelMeters.isError(outcome)) {
            fail(span, outcome.code());
        }
        span.end();
    }

    /** Marks a span as failed. */
    static void fail(Span span, String type) {
        span.setAttribute("error.type", type);
        span.setStatus(StatusCode.ERROR);
    }
}
