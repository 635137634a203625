package io.baton.generation;

import io.baton.answer.AnswerEnd;
import io.baton.answer.AnswerOutcome;
import io.baton.answer.ErrorCode;
import io.baton.ledger.Settlement;
import io.baton.model.FinishReason;
import io.baton.model.Model;
import io.baton.model.Outcome;
import io.baton.telemetry.ModelMeters;
import io.baton.telemetry.ModelMetrics;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.metrics.Timer;

/** Metrics of the answers that this node generates. */
@ApplicationScoped
class AnswerMetrics {
    @Inject
    MetricRegistry metrics;

    @Inject
    ModelMetrics models;

    @Inject
    Clock clock;

    private final Map<Outcome, Counter> switches = new EnumMap<>(Outcome.class);
    private Timer firstOutput;
    private Timer duration;

    void begin(@Observes @Priority(5) Startup startup) {}

    @PostConstruct
    void register() {
        firstOutput = metrics.timer("baton_answer_time_to_first_output");
        duration = metrics.timer("baton_answer_duration");
        for (var cause : Outcome.values()) {
            switches.put(cause, metrics.counter("baton_model_switches", new Tag("cause", cause.code())));
        }
        outcomes().forEach(this::answers);
    }

    /** All ways in which an answer can end, so that each counter is seen at zero before it rises. */
    private static Stream<AnswerOutcome> outcomes() {
        return Stream.of(
                        Stream.of(FinishReason.values()).map(reason -> new AnswerOutcome.Complete(reason.code())),
                        Stream.of(new AnswerOutcome.Stopped()),
                        Stream.of(ErrorCode.values()).map(AnswerOutcome.Failed::new))
                .flatMap(each -> each);
    }

    /** At most once per answer, so it may be looked up by its labels. */
    private Counter answers(AnswerOutcome outcome) {
        var reason = outcome instanceof AnswerOutcome.Failed ? outcome.errorCode() : outcome.finishReason();
        return metrics.counter("baton_answers", new Tag("state", outcome.state().name()), new Tag("reason", reason));
    }

    ModelMeters of(Model model) {
        return models.of(model);
    }

    /** An attempt ended. Repetitions of other answers are no requests to a model. */
    void ended(Settlement attempt) {
        if (!attempt.model().isRepeated()) {
            of(attempt.model()).ended(attempt.outcome(), attempt.total());
        }
    }

    /** Another model continues, or answers instead. */
    void switched(Outcome cause) {
        switches.get(cause).inc();
    }

    /** The first output of a new answer came, by whatever model. */
    void firstOutput(Instant askedAt) {
        firstOutput.update(since(askedAt));
    }

    /** An answer and its books are stored. */
    void stored(AnswerEnd.Report report) {
        answers(report.outcome()).inc();
        duration.update(Duration.ofMillis(Math.max(0, report.responseMillis())));
        booked(report.attempts());
    }

    private void booked(List<Settlement> attempts) {
        attempts.forEach(each -> of(each.model()).booked(each.usage(), each.cost()));
    }

    private Duration since(Instant then) {
        var passed = Duration.between(then, clock.instant());
        return passed.isNegative() ? Duration.ZERO : passed;
    }
}
