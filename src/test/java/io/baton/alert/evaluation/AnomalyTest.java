package io.baton.alert.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.alert.evaluation.Anomaly.Floor;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnomalyTest {
    private static final Floor NONE = new Floor(0, 1e-9);
    private static final Floor FLOOR = new Floor(0.25, 2);

    /** The example by hand: median 10, deviations 4 2 0 1 3, MAD 2. */
    @Test
    void theScoreIsTheModifiedZScore() {
        var anomaly =
                Anomaly.above(30, List.of(6.0, 8.0, 10.0, 11.0, 13.0), NONE, 0).orElseThrow();
        assertEquals(10, anomaly.expected());
        assertEquals(0.6745 * 20 / 2, anomaly.score(), 1e-9);
    }

    @Test
    void ofAnEvenNumberTheMedianIsBetweenTheTwoInTheMiddle() {
        assertEquals(2.5, Anomaly.median(List.of(4.0, 1.0, 2.0, 3.0)));
    }

    @Test
    void onePastOutlierChangesLittle() {
        var without =
                Anomaly.above(30, List.of(9.0, 10.0, 11.0, 10.0, 9.0), FLOOR, 0).orElseThrow();
        var with = Anomaly.above(30, List.of(9.0, 10.0, 11.0, 10.0, 5_000.0), FLOOR, 0)
                .orElseThrow();
        assertEquals(without.score(), with.score(), 1e-9);
    }

    @Test
    void weeksThatAreAllTheSameDoNotMakeTheSmallestChangeUnusual() {
        var past = List.of(40.0, 40.0, 40.0, 40.0);
        assertEquals(
                0.6745 * 2 / 10, Anomaly.above(42, past, FLOOR, 0).orElseThrow().score(), 1e-9);
        assertEquals(
                0.6745 * 2 / 2,
                Anomaly.above(2, List.of(0.0, 0.0, 0.0), FLOOR, 0).orElseThrow().score(),
                1e-9);
    }

    /** By hand: (0.3 + 9/40 − 3·√(0.3·0.7/20 + 9/1600)) / (1 + 9/20). */
    @Test
    void aFewFailuresProveLittle() {
        assertEquals(9.93, Anomaly.lowerBound(30, 20), 0.01);
        assertEquals(0, Anomaly.lowerBound(0, 20), 1e-9);
        assertEquals(0, Anomaly.lowerBound(100, 0));
        assertTrue(Anomaly.lowerBound(30, 10_000) > 28);
        assertTrue(Anomaly.lowerBound(100, 10) > 50);
    }

    @Test
    void whatIsLowerIsNormalUnlessBothWaysCount() {
        var past = List.of(100.0, 100.0, 100.0);
        assertEquals(0, Anomaly.above(0, past, FLOOR, 0).orElseThrow().score());
        var third = Anomaly.eitherWay(100.0 / 3, past, FLOOR, 0).orElseThrow().score();
        assertEquals(Anomaly.eitherWay(300, past, FLOOR, 0).orElseThrow().score(), third, 1e-9);
        assertTrue(Anomaly.eitherWay(0, past, FLOOR, 0).orElseThrow().score() > 100);
    }

    @Test
    void withTwoWeeksOrLessNothingIsKnown() {
        assertTrue(Anomaly.above(1_000, List.of(1.0, 1.0), FLOOR, 0).isEmpty());
    }
}
