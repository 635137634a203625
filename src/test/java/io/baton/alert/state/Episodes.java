package io.baton.alert.state;

import io.baton.alert.state.Condition.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The state machine without a database, with the shipped limits: what {@link Alerts} does with readings. */
public final class Episodes {
    private final Pace pace;
    private final Map<Key, Condition> unresolved = new HashMap<>();
    private final List<Opened> opened = new ArrayList<>();

    private record Key(AlertRule rule, String subject) {}

    /** An alert that was opened. */
    public record Opened(AlertRule rule, String subject, Instant at) {}

    public Episodes(Duration period, Duration calm) {
        pace = new Pace(period, calm);
    }

    public void evaluate(Instant now, List<Reading> readings) {
        var silent = new HashSet<>(unresolved.keySet());
        for (var reading : Explanation.inOrder(readings)) {
            var key = new Key(reading.rule(), reading.subject());
            silent.remove(key);
            var before = unresolved.get(key);
            if (before != null) {
                become(key, before.next(key.rule.shipped(), Optional.of(reading), pace, now), now);
            } else if (!isExplained(reading)) {
                become(key, Condition.first(key.rule.shipped(), reading, pace, now), now);
            }
        }
        for (var key : silent) {
            become(key, unresolved.get(key).next(key.rule.shipped(), Optional.empty(), pace, now), now);
        }
    }

    private boolean isExplained(Reading reading) {
        return unresolved.entrySet().stream()
                .filter(each -> each.getValue().state() != AlertState.SUSPECTED)
                .anyMatch(each -> Explanation.explains(each.getKey().rule, each.getKey().subject, reading));
    }

    private void become(Key key, Condition.Step step, Instant now) {
        var before =
                Optional.ofNullable(unresolved.get(key)).map(Condition::state).orElse(AlertState.SUSPECTED);
        step.after()
                .filter(after -> after.state() != AlertState.RESOLVED)
                .ifPresentOrElse(after -> unresolved.put(key, after), () -> unresolved.remove(key));
        if (before == AlertState.SUSPECTED && step.event().isPresent()) {
            opened.add(new Opened(key.rule, key.subject, now));
        }
    }

    /** All that were opened, oldest first. */
    public List<Opened> opened() {
        return List.copyOf(opened);
    }
}
