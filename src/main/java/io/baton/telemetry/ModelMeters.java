package io.baton.telemetry;

import io.baton.model.Money;
import io.baton.model.Outcome;
import io.baton.model.TokenUsage;
import io.baton.model.TokenUsage.Source;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Histogram;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.metrics.Timer;

/** The metrics of one model. Recording looks nothing up by name, because some of it happens for each chunk. */
public final class ModelMeters {
    private final MetricRegistry metrics;
    private final Tag[] labels;
    private final Timer firstChunk;
    private final Timer nextChunk;
    private final Map<Outcome, Counter> requests = new EnumMap<>(Outcome.class);
    private final Map<Outcome, Timer> durations = new ConcurrentHashMap<>();
    private final Map<Source, Tokens> tokens = new EnumMap<>(Source.class);
    private final Histogram inputTokens;
    private final Histogram outputTokens;
    private final Counter cost;
    private final Counter unpriced;

    /** Tokens by kind; cached ones are a part of the input, and reasoning is a part of the output. */
    private record Tokens(Counter input, Counter cached, Counter output, Counter reasoning) {
        void add(TokenUsage usage) {
            input.inc(usage.input());
            cached.inc(usage.cached());
            output.inc(usage.output());
            reasoning.inc(usage.reasoning());
        }
    }

    ModelMeters(MetricRegistry metrics, String provider, String model) {
        this.metrics = metrics;
        this.labels = new Tag[] {
            new Tag("gen_ai_operation_name", "chat"),
            new Tag("gen_ai_provider_name", provider),
            new Tag("gen_ai_request_model", model)
        };
        firstChunk = metrics.timer("gen_ai.client.operation.time_to_first_chunk", labels);
        nextChunk = metrics.timer("gen_ai.client.operation.time_per_output_chunk", labels);
        inputTokens = metrics.histogram("gen_ai.client.token.usage", labels("gen_ai_token_type", "input"));
        outputTokens = metrics.histogram("gen_ai.client.token.usage", labels("gen_ai_token_type", "output"));
        cost = metrics.counter("baton_cost_nanodollars", labels);
        unpriced = metrics.counter("baton_model_requests_unpriced", labels);
        for (var outcome : Outcome.values()) {
            requests.put(outcome, metrics.counter("baton_model_requests", labels("outcome", outcome.code())));
        }
        for (var source : Source.values()) {
            tokens.put(source, tokens(source));
        }
    }

    private Tokens tokens(Source source) {
        return new Tokens(
                tokens(source, "input"),
                tokens(source, "cached"),
                tokens(source, "output"),
                tokens(source, "reasoning"));
    }

    private Counter tokens(Source source, String kind) {
        return metrics.counter(
                "baton_tokens", labels("kind", kind, "source", source.name().toLowerCase(Locale.ROOT)));
    }

    /** The first output of an attempt came. */
    public void firstChunk(Duration afterRequest) {
        firstChunk.update(afterRequest);
    }

    /** One more output came. */
    public void nextChunk(long nanosAfterLast) {
        nextChunk.update(Duration.ofNanos(nanosAfterLast));
    }

    /** An attempt ended. */
    public void ended(Outcome outcome, Duration took) {
        requests.get(outcome).inc();
        durations.computeIfAbsent(outcome, this::duration).update(took.isNegative() ? Duration.ZERO : took);
    }

    private Timer duration(Outcome outcome) {
        return metrics.timer(
                "gen_ai.client.operation.duration",
                labels("outcome", outcome.code(), "error_type", isError(outcome) ? outcome.code() : ""));
    }

    /** What the convention counts as an error: anything but an end that the model or its reader wanted. */
    static boolean isError(Outcome outcome) {
        return outcome != Outcome.COMPLETE && outcome != Outcome.STOPPED;
    }

    /**
     * An attempt is booked. A void one costs nothing.
     *
     * @param price empty: unknown
     */
    public void booked(TokenUsage usage, Optional<Money> price) {
        tokens.get(usage.source()).add(usage);
        if (usage.source() != Source.VOID) {
            inputTokens.update(usage.input());
            outputTokens.update(usage.output());
        }
        price.ifPresentOrElse(known -> cost.inc(known.nanos()), unpriced::inc);
    }

    /** The labels of the model, and further ones: names and values in turn. */
    private Tag[] labels(String... more) {
        return Stream.concat(Stream.of(labels), furtherLabels(more)).toArray(Tag[]::new);
    }

    private static Stream<Tag> furtherLabels(String... more) {
        var tags = Stream.<Tag>builder();
        for (var i = 0; i < more.length; i += 2) {
            tags.add(new Tag(more[i], more[i + 1]));
        }
        return tags.build();
    }
}
