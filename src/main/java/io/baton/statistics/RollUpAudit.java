package io.baton.statistics;

import io.baton.platform.Schedule;
import io.baton.platform.TaskScheduler;
import io.baton.statistics.RollUpComparison.Range;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Every hour: compares both roll-ups with the ledger and repairs what differs. The last two days are compared each time, and of
 * all older ones a twenty-fourth, so that everything is compared once a day. A range is a quarter of a month: one statement,
 * which sees one moment, so what is right is never taken for wrong. Months without a partition are left alone: their ledger
 * rows were taken away, and only the roll-up is left of them.
 */
@ApplicationScoped
public class RollUpAudit {
    private static final Logger LOG = Logger.getLogger(RollUpAudit.class.getName());
    private static final Duration PERIOD = Duration.ofHours(1);
    private static final Duration RECENT = Duration.ofDays(2);
    private static final int RUNS_A_DAY = 24;

    @Inject
    RollUpComparison comparison;

    @Inject
    UsagePublisher publisher;

    @Inject
    Clock clock;

    @Inject
    TaskScheduler tasks;

    private volatile Report last = new Report(null, 0, 0, 0);
    private long lastHour = -1;

    /**
     * What the last comparison came to.
     *
     * @param at       when; null: there was none yet
     * @param compared ranges
     * @param drifting rows of the roll-ups that were wrong or missing, and have been set right
     * @param repaired all that were set right since this node started
     */
    public record Report(Instant at, int compared, long drifting, long repaired) {}

    void begin(@Observes @Priority(4) Startup startup) {
        tasks.start("roll-up-audit", Schedule.every(PERIOD), () -> audit(clock.instant()));
    }

    public Report last() {
        return last;
    }

    /** One run, with what runs that did not come in time have left. */
    void audit(Instant now) {
        var hour = now.getEpochSecond() / PERIOD.toSeconds();
        var runs = lastHour < 0 ? 1 : Math.clamp(hour - lastHour, 1, RUNS_A_DAY);
        lastHour = hour;
        compare(due(comparison.ranges(), now, hour, runs), now);
    }

    /** The recent ranges, and those older ones whose turn came in the last so many hours. */
    static List<Range> due(List<Range> all, Instant now, long hour, long hours) {
        var due = new ArrayList<Range>();
        for (var i = 0; i < all.size(); i++) {
            var range = all.get(i);
            var recent = range.to().isAfter(now.minus(RECENT)) && range.from().isBefore(now.plus(RECENT));
            if (recent || Math.floorMod(hour - i, RUNS_A_DAY) < hours) {
                due.add(range);
            }
        }
        return due;
    }

    private void compare(List<Range> ranges, Instant now) {
        var drifting = new AtomicLong();
        try {
            TaskScheduler.forEach(ranges, range -> drifting.addAndGet(compare(range)));
        } finally {
            last = new Report(now, ranges.size(), drifting.get(), last.repaired() + drifting.get());
        }
    }

    private long compare(Range range) {
        var wrong = comparison.drift(range);
        if (wrong > 0) {
            publisher.publish(comparison.repair(range));
            LOG.log(
                    Level.WARNING,
                    "{0} rows of the roll-ups between {1} and {2} differed from the ledger and were set right",
                    new Object[] {wrong, range.from(), range.to()});
        }
        return wrong;
    }
}
