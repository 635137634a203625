package io.baton.statistics;

import io.baton.platform.Schedule;
import io.baton.platform.TaskScheduler;
import io.baton.statistics.CounterTotals.Kind;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps the live counters correct, whatever happens to Redis. It rebuilds all of them if Redis has lost them. Every minute it
 * compares the counters of the last two days with the roll-up, and repairs those that differ.
 */
@ApplicationScoped
public class CounterAudit {
    private static final Logger LOG = Logger.getLogger(CounterAudit.class.getName());
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    private static final int LOOKS_A_MINUTE = 12;
    /** Counters follow the roll-up within this time, so they must contain everything older. */
    private static final Duration LAG = Duration.ofSeconds(2);

    @Inject
    CounterTotals sums;

    @Inject
    LiveCounters counters;

    @Inject
    Clock clock;

    @Inject
    TaskScheduler tasks;

    @Inject
    CounterAudit self;

    private int looks;
    private volatile Report last = new Report(null, 0, 0, 0);

    /**
     * The result of the last comparison.
     *
     * @param at       when; null: there was none yet
     * @param compared number of hashes
     * @param drifting number of wrong hashes, which were repaired
     * @param repaired all hashes that this node has repaired since it started
     */
    public record Report(Instant at, int compared, int drifting, long repaired) {}

    void begin(@Observes @Priority(4) Startup startup) {
        tasks.start("live-figures-audit", Schedule.every(LOOK_EVERY), this::audit);
    }

    public Report last() {
        return last;
    }

    private void audit() throws InterruptedException {
        if (counters.isLost()) {
            LOG.log(Level.INFO, "Redis has lost the live counters; {0} hashes were rewritten", self.rebuild());
        } else if (++looks % LOOKS_A_MINUTE == 0) {
            compare();
        }
    }

    /** Rewrites all live counters from the roll-up, while nobody else writes. Gives the number of hashes. */
    @Transactional
    public int rebuild() {
        counters.lock();
        var now = clock.instant();
        var written = 0;
        for (var kind : Kind.values()) {
            try (var batch = counters.batch(kind.life())) {
                sums.each(kind, now.minus(kind.life()), batch::put);
                written += batch.written();
            }
        }
        counters.markComplete();
        return written;
    }

    /**
     * A counter is correct if it is at least the value that the roll-up had {@link #LAG} ago, and at most the value that it has
     * now. Counters only grow.
     */
    public Report compare() throws InterruptedException {
        var since = clock.instant().minus(Duration.ofDays(1));
        var least = expected(since);
        Thread.sleep(LAG);
        var there = counters.read(least.keySet());
        if (there.isEmpty()) {
            return last;
        }
        var drifting = self.repair(since, least, there.get());
        last = new Report(clock.instant(), least.size(), drifting, last.repaired() + drifting);
        return last;
    }

    /** Repairs wrong hashes, while nobody else writes. Gives their number. */
    @Transactional
    public int repair(
            Instant since, Map<String, Map<String, BigDecimal>> least, Map<String, Map<String, String>> there) {
        counters.lock();
        var wrong = expected(since);
        wrong.entrySet()
                .removeIf(hash -> !least.containsKey(hash.getKey())
                        || between(
                                least.get(hash.getKey()),
                                there.getOrDefault(hash.getKey(), Map.of()),
                                hash.getValue()));
        for (var kind : Kind.values()) {
            try (var batch = counters.batch(kind.life())) {
                wrong.entrySet().stream()
                        .filter(hash -> hash.getKey().startsWith(kind.prefix()))
                        .forEach(hash -> batch.put(hash.getKey(), hash.getValue()));
            }
        }
        return wrong.size();
    }

    private Map<String, Map<String, BigDecimal>> expected(Instant since) {
        var all = new HashMap<String, Map<String, BigDecimal>>();
        for (var kind : Kind.values()) {
            all.putAll(sums.all(kind, since));
        }
        return all;
    }

    private static boolean between(
            Map<String, BigDecimal> least, Map<String, String> there, Map<String, BigDecimal> most) {
        return most.keySet().containsAll(there.keySet())
                && least.entrySet().stream().allMatch(field -> {
                    var value = there.get(field.getKey());
                    return value != null
                            && number(value).compareTo(field.getValue()) >= 0
                            && number(value).compareTo(most.get(field.getKey())) <= 0;
                });
    }

    /** Text that is not a number is always wrong. */
    private static BigDecimal number(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException rubbish) {
            return BigDecimal.ONE.negate();
        }
    }
}
