package io.baton.alert.evaluation;

import io.baton.alert.state.AlertRule;
import io.baton.alert.state.Alerts;
import io.baton.alert.state.EvaluationTurn;
import io.baton.alert.state.Reading;
import io.baton.platform.Schedule;
import io.baton.platform.TaskScheduler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/** Evaluates all rules once a period, on one of the nodes. */
@ApplicationScoped
class AlertEvaluation {
    private static final Duration FORGET_EVERY = Duration.ofHours(1);
    private static final int TRIES_A_PERIOD = 2;

    @Inject
    @Any
    Instance<ReadingSource> sources;

    @Inject
    EvaluationTurn turn;

    @Inject
    Alerts alerts;

    @Inject
    TaskScheduler tasks;

    @Inject
    Clock clock;

    @Inject
    @ConfigProperties
    AlertConfig config;

    void begin(@Observes @Priority(6) Startup startup) {
        tasks.start(
                "alert-evaluation",
                Schedule.every(config.period.dividedBy(TRIES_A_PERIOD)),
                () -> evaluate(clock.instant()));
        tasks.start(
                "alert-clean",
                Schedule.every(FORGET_EVERY),
                () -> alerts.forget(clock.instant().minus(config.kept)));
    }

    /** Does nothing if it is not this node's turn. */
    void evaluate(Instant moment) {
        var now = moment.truncatedTo(ChronoUnit.MILLIS);
        if (turn.take(now, config.period)) {
            evaluate(now, sources.stream().toList());
        }
    }

    /** All rules whose sources can be read; then throws if one could not. */
    void evaluate(Instant now, List<? extends ReadingSource> all) {
        var readings = new ArrayList<Reading>();
        var unread = EnumSet.noneOf(AlertRule.class);
        RuntimeException failure = null;
        for (var source : all) {
            try {
                readings.addAll(source.read(now));
            } catch (RuntimeException failed) {
                failure = failed;
                unread.addAll(source.rules());
            }
        }
        var covered = EnumSet.noneOf(AlertRule.class);
        all.forEach(source -> covered.addAll(source.rules()));
        covered.removeAll(unread);
        alerts.apply(new Alerts.Evaluation(now, config.period, config.calm, covered, worst(readings, covered)));
        if (failure != null) {
            throw failure;
        }
    }

    /** One reading for each rule and subject, where several nodes have made one: the worst. */
    private static List<Reading> worst(List<Reading> readings, Set<AlertRule> covered) {
        return readings.stream()
                .filter(reading -> covered.contains(reading.rule()))
                .collect(Collectors.toMap(
                        reading -> List.of(reading.rule(), reading.subject()), reading -> reading, Reading::worse))
                .values()
                .stream()
                .toList();
    }
}
