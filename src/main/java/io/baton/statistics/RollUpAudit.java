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
 * Compares the roll-ups with the ledger every hour, and repairs what differs. Each run compares the last two days and one
 * twenty-fourth of the older ranges, so every range is compared once a day. A range is a quarter of a month. One statement
 * compares it, and so sees one moment: it never reports a correct row. Months without a partition are skipped: their ledger rows
 * were removed, and only the roll-up is left of them.
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
     * The result of the last comparison.
     *
     * @param at       when; null: there was none yet
     * @param compared ranges
     * @param drifting rows of the roll-ups that were wrong or missing, and were repaired
     * @param repaired all rows that this node has repaired since it started
     */
    public record Report(Instant at, int compared, long drifting, long repaired) {}

    void begin(@Observes @Priority(4) Startup startup) {
        tasks.start("roll-up-audit", Schedule.every(PERIOD), () -> audit(clock.instant()));
    }

    public Report last() {
        return last;
    }

    /** One run. It also does what missed runs have left. */
    void audit(Instant now) {
        var hour = now.getEpochSecond() / PERIOD.toSeconds();
        var runs = lastHour < 0 ? 1 : Math.clamp(hour - lastHour, 1, RUNS_A_DAY);
        lastHour = hour;
        compare(due(comparison.ranges(), now, hour, runs), now);
    }

    /** The recent ranges, and the older ones whose turn was within the last {@code hours}. */
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
        var wrong = comparison.differences(range);
        if (wrong > 0) {
            publisher.publish(comparison.repair(range));
            LOG.log(
                    Level.WARNING,
                    "{0} rows of the roll-ups between {1} and {2} differed from the ledger and were repaired",
                    new Object[] {wrong, range.from(), range.to()});
        }
        return wrong;
    }
}
