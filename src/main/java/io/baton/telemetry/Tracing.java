package io.baton.telemetry;

import io.baton.settings.CommaSeparated;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * Traces answers: a span per answer, with a child for each transaction, each request to a model and each takeover. Off unless {@code
 * OTEL_SDK_DISABLED=false}; then OpenTelemetry's settings say where the spans go.
 */
@ApplicationScoped
public class Tracing {
    private static final String NAME = "io.baton";

    /** Only spans are exported; the environment wins. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "otel.service.name", "baton",
            "otel.metrics.exporter", "none",
            "otel.logs.exporter", "none",
            "otel.exporter.otlp.protocol", "http/protobuf");

    @Inject
    TracingConfig config;

    private Tracer tracer = TracerProvider.noop().get(NAME);
    private OpenTelemetrySdk sdk;

    /** At the start of the application, so that a bad setting aborts it. */
    void begin(@Observes @Priority(5) Startup startup) {}

    @PostConstruct
    void start() {
        if (!config.disabled) {
            sdk = AutoConfiguredOpenTelemetrySdk.builder()
                    .addPropertiesSupplier(() -> DEFAULTS)
                    .setServiceClassLoader(Tracing.class.getClassLoader())
                    .disableShutdownHook()
                    .build()
                    .getOpenTelemetrySdk();
            tracer = sdk.getTracer(NAME);
        }
    }

    /** Sends what is left. */
    @PreDestroy
    void end() {
        if (sdk != null) {
            sdk.close();
        }
    }

    public boolean isOn() {
        return sdk != null;
    }

    /** Begins the trace of an answer that is about to start, as a part of the caller's trace if there is one. */
    public AnswerTrace begin() {
        return isOn() ? new AnswerTrace(tracer, span(Context.current()), forwarding()) : AnswerTrace.NONE;
    }

    /**
     * Continues the trace of an answer whose owner has failed.
     *
     * @param traceParent that its row has; null: it was not traced
     * @param since       when the takeover began
     */
    public AnswerTrace resume(String traceParent, Instant since) {
        if (!isOn()) {
            return AnswerTrace.NONE;
        }
        var parent = TraceParent.parse(traceParent);
        var span = tracer.spanBuilder("answer")
                .setParent(Context.root().with(parent))
                .addLink(parent.getSpanContext())
                .setStartTimestamp(since)
                .startSpan();
        return new AnswerTrace(tracer, span, forwarding());
    }

    /** @param caller has the caller's span, if there is one */
    private Span span(Context caller) {
        return tracer.spanBuilder("answer")
                .setParent(caller)
                .setSpanKind(SpanKind.SERVER)
                .startSpan();
    }

    private Set<String> forwarding() {
        return Set.copyOf(config.providers.orElse(CommaSeparated.NONE).items());
    }
}
