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
 * Keeps the live figures right whatever happens to Redis: rebuilds them all where their mark is gone, and every minute
 * compares those of the last two days with the roll-up and sets right what has drifted.
 */
@ApplicationScoped
public class CounterAudit {
    private static final Logger LOG = Logger.getLogger(CounterAudit.class.getName());
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    private static final int LOOKS_A_MINUTE = 12;
    /** Figures follow the roll-up within this time, so what is older must be in them. */
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
     * What the last comparison came to.
     *
     * @param at       when; null: there was none yet
     * @param compared hashes
     * @param drifting those that were wrong, and have been set right
     * @param repaired all that were set right since this node started
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
            LOG.log(Level.INFO, "Redis has lost the live figures; {0} hashes were written again", self.rebuild());
        } else if (++looks % LOOKS_A_MINUTE == 0) {
            compare();
        }
    }

    /** Writes all live figures anew from the roll-up, while no others are written; gives the number of hashes. */
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
        counters.markWhole();
        return written;
    }

    /**
     * A figure is right while it lies between what the roll-up said some time ago, which it must have by now, and what the
     * roll-up says now. All of them only grow.
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

    /** Sets right what is wrong, while no others are written; gives the number of hashes. */
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

    /** What is no number at all is as wrong as can be. */
    private static BigDecimal number(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException rubbish) {
            return BigDecimal.ONE.negate();
        }
    }
}
