package io.baton.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.statistics.RollUpComparison.Range;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RollUpAuditTest {
    private static final Instant NOW = Instant.parse("2026-11-27T10:30:00Z");
    private static final List<Range> TWO_YEARS = IntStream.range(0, 24)
            .mapToObj(YearMonth.of(2024, 12)::plusMonths)
            .flatMap(month -> RollUpComparison.rangesOf(month).stream())
            .toList();

    @Test
    void theRangesOfAMonthAreTheWholeOfIt() {
        var ranges = RollUpComparison.rangesOf(YearMonth.of(2028, 2));
        assertEquals(Instant.parse("2028-02-01T00:00:00Z"), ranges.getFirst().from());
        assertEquals(Instant.parse("2028-03-01T00:00:00Z"), ranges.getLast().to());
        for (var i = 1; i < ranges.size(); i++) {
            assertEquals(ranges.get(i - 1).to(), ranges.get(i).from());
        }
    }

    @Test
    void everythingIsComparedOnceADayAndNoRunComparesMuch() {
        var seen = new HashSet<Range>();
        for (var hour = 0; hour < 24; hour++) {
            var due = due(NOW.plus(Duration.ofHours(hour)), 1);
            assertTrue(due.size() <= 6, due.size() + " ranges");
            seen.addAll(due);
        }
        assertEquals(TWO_YEARS.size(), seen.size());
    }

    @Test
    void theLastTwoDaysAreComparedEachTime() {
        for (var hour = 0; hour < 24; hour++) {
            var due = due(NOW.plus(Duration.ofHours(hour)), 1);
            assertTrue(due.stream()
                    .anyMatch(range -> range.to().isAfter(NOW) && range.from().isBefore(NOW)));
        }
    }

    @Test
    void aRunThatComesLateMakesUpForThoseThatDidNot() {
        var late = new HashSet<>(due(NOW, 5));
        for (var hoursBefore = 0; hoursBefore < 5; hoursBefore++) {
            var missed = due(NOW.minus(Duration.ofHours(hoursBefore)), 1);
            missed.removeIf(range -> range.to().isAfter(NOW.minus(Duration.ofDays(3))));
            assertTrue(late.containsAll(missed));
        }
        assertEquals(new HashSet<>(TWO_YEARS), new HashSet<>(due(NOW, 24)));
    }

    private static List<Range> due(Instant now, int hours) {
        return RollUpAudit.due(TWO_YEARS, now, now.getEpochSecond() / 3_600, hours);
    }
}
