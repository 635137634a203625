package io.baton.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.platform.PeriodicTask.State;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PeriodicTaskTest {
    private static final Throwable FAILURE = new IllegalStateException("made by a test");
    private final PeriodicTask task = new PeriodicTask("sweeper", Schedule.every(Duration.ofSeconds(10)), 0);

    @Test
    void aTaskIsOkFromItsStartOn() {
        assertEquals(State.OK, task.state(at(29)));
    }

    @Test
    void aTaskThatNeverSucceedsIsLateAfterThreePauses() {
        assertEquals(State.OK, task.state(at(30)));
        assertEquals(State.LATE, task.state(at(31)));
    }

    @Test
    void aTaskWithAShortPauseHasTenSeconds() {
        var often = new PeriodicTask("ledger-relay", Schedule.every(Duration.ofMillis(500)), 0);
        assertEquals(State.OK, often.state(at(10)));
        assertEquals(State.LATE, often.state(at(11)));
    }

    @Test
    void aHangingRunIsSeenAsLateAndNoLongerOnceItEnds() {
        task.succeeded(at(5));
        assertEquals(State.LATE, task.state(at(100)));
        task.succeeded(at(101));
        assertEquals(State.OK, task.state(at(101)));
        assertEquals(Duration.ofSeconds(3), task.sinceSuccess(at(104)));
    }

    @Test
    void aTaskWithEndlessRunsIsNeverLate() {
        var listener = new PeriodicTask(
                "stop-listener", Schedule.every(Duration.ofSeconds(1)).withEndlessRuns(), 0);
        assertEquals(State.OK, listener.state(at(86_400)));
        listener.failed(at(86_401), FAILURE);
        assertEquals(State.FAILING, listener.state(at(86_402)));
    }

    @Test
    void failuresAreCountedInARowAndInAll() {
        task.failed(at(1), FAILURE);
        task.failed(at(2), FAILURE);
        assertEquals(State.FAILING, task.state(at(3)));
        assertEquals(2, task.failuresInARow());
        task.succeeded(at(4));
        task.failed(at(5), FAILURE);
        assertEquals(1, task.failuresInARow());
        assertEquals(3, task.failures());
    }

    @Test
    void aTaskThatGoesOnFailingIsLate() {
        for (var second = 1; second <= 40; second++) {
            task.failed(at(second), FAILURE);
        }
        assertEquals(State.LATE, task.state(at(40)));
    }

    @Test
    void theFirstFailureIsReportedAndThenOneAMinute() {
        assertTrue(task.failed(at(1), FAILURE));
        assertFalse(task.failed(at(2), FAILURE));
        assertFalse(task.failed(at(60), FAILURE));
        assertTrue(task.failed(at(61), FAILURE));
        assertFalse(task.failed(at(62), FAILURE));
    }

    @Test
    void aTaskThatFailsEverySecondTimeDoesNotFloodTheLogEither() {
        assertTrue(task.failed(at(1), FAILURE));
        assertEquals(1, task.succeeded(at(2)), "the end of a reported row is reported");
        assertFalse(task.failed(at(3), FAILURE));
        assertEquals(0, task.succeeded(at(4)), "the end of a row that was not reported is not");
    }

    private static long at(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
