package io.baton.telemetry;

import io.baton.model.Model;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/** The trace of one answer on this node. Attributes are ids, names, numbers and codes, never what a user or a model has written. */
public final class AnswerTrace {
    /** Of an answer that is not traced. */
    public static final AnswerTrace NONE = new AnswerTrace(TracerProvider.noop().get(""), Span.getInvalid(), Set.of());

    private static final ContextKey<AnswerTrace> KEY = ContextKey.named("baton-answer-trace");

    private final Tracer tracer;
    private final Span span;
    private final Set<String> forwardedTo;

    /** @param forwardedTo the providers that get the trace context */
    AnswerTrace(Tracer tracer, Span span, Set<String> forwardedTo) {
        this.tracer = tracer;
        this.span = span;
        this.forwardedTo = forwardedTo;
    }

    /** The trace whose step this thread is running. */
    public static AnswerTrace current() {
        var current = Context.current().get(KEY);
        return current == null ? NONE : current;
    }

    /** Whether there is anything to be recorded, or to be passed on. */
    private boolean isOn() {
        return span.getSpanContext().isValid();
    }

    /** A step of an answer. */
    @FunctionalInterface
    public interface Step<T, E extends Exception> {
        T run() throws E;
    }

    /** Runs a step, such as a transaction, in a span of its own. */
    public <T, E extends Exception> T step(String name, Step<T, E> work) throws E {
        if (!isOn()) {
            return work.run();
        }
        var step = tracer.spanBuilder(name).setParent(below()).startSpan();
        var scope = below().with(step).with(KEY, this).makeCurrent();
        try {
            return work.run();
        } catch (Exception failed) {
            AttemptTrace.fail(step, failed.getClass().getSimpleName());
            throw failed;
        } finally {
            scope.close();
            step.end();
        }
    }

    /** The same for the first step on this node; if it fails, the trace ends. */
    public <T, E extends Exception> T begin(String name, Step<T, E> work) throws E {
        try {
            return step(name, work);
        } catch (Exception refused) {
            AttemptTrace.fail(span, refused.getClass().getSimpleName());
            close();
            throw refused;
        }
    }

    private Context below() {
        return Context.root().with(span);
    }

    /** @param conversation null: the answer has none */
    public void identify(UUID answer, UUID conversation, int epoch) {
        if (isOn()) {
            span.setAttribute("baton.answer.id", answer.toString());
            span.setAttribute("baton.answer.epoch", epoch);
            if (conversation != null) {
                span.setAttribute("gen_ai.conversation.id", conversation.toString());
            }
        }
    }

    /** Begins the span of a request to a model. */
    public AttemptTrace attempt(UUID attempt, Model model, Instant at) {
        if (!isOn()) {
            return AttemptTrace.NONE;
        }
        var request = tracer.spanBuilder("chat " + model.id())
                .setParent(below())
                .setSpanKind(SpanKind.CLIENT)
                .setStartTimestamp(at)
                .setAttribute("baton.attempt.id", attempt.toString())
                .setAttribute("gen_ai.operation.name", "chat")
                .setAttribute("gen_ai.provider.name", model.provider())
                .setAttribute("gen_ai.request.model", model.id())
                .setAttribute("gen_ai.request.stream", true)
                .startSpan();
        return new AttemptTrace(request, forwardedTo.contains(model.provider()));
    }

    /** The answer was found: it is generated already, in a trace of its own. */
    public void found() {
        span.setAttribute("baton.answer.state", "found");
        close();
    }

    /**
     * Ends the trace on this node.
     *
     * @param state  of the answer
     * @param reason its finish reason or its error code
     * @param failed whether it failed
     */
    public void end(String state, String reason, boolean failed) {
        if (isOn()) {
            span.setAttribute("baton.answer.state", state);
            span.setAttribute("baton.answer.reason", reason);
            if (failed) {
                AttemptTrace.fail(span, reason);
            }
            close();
        }
    }

    /** Ends the trace on this node, if it has not ended. */
    public void close() {
        span.end();
    }

    /** For the answer's row, so that another node can continue the trace; null: the answer is not traced. */
    public String traceParent() {
        return isOn() ? TraceParent.of(span) : null;
    }

    /** For the log: {@code " trace "} and the id of the trace; empty if the answer is not traced. */
    public String forLog() {
        return isOn() ? " trace " + span.getSpanContext().getTraceId() : "";
    }
}
