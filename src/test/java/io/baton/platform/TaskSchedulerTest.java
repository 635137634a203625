package io.baton.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TaskSchedulerTest {
    private final TaskScheduler tasks = new TaskScheduler();
    private final PeriodicTask task = new PeriodicTask("test", Schedule.every(Duration.ofMillis(1)), System.nanoTime());
    private final Logger log = Logger.getLogger(TaskScheduler.class.getName());
    private int runs;

    @BeforeEach
    void whatIsThrownOnPurposeIsNotLogged() {
        log.setLevel(Level.OFF);
    }

    @AfterEach
    void logAgain() {
        log.setLevel(null);
    }

    @Test
    void whateverARunThrowsTheNextOneComes() {
        tasks.repeat(task, () -> {
            switch (++runs) {
                case 1 -> throw new OutOfMemoryError("thrown by a test");
                case 2 -> throw new Exception("thrown by a test");
                case 3 -> throw new StackOverflowError("thrown by a test");
                case 4 -> throw new InterruptedException("thrown by a test");
                case 5 -> Thread.currentThread().interrupt();
                default -> tasks.stop();
            }
        });
        assertEquals(6, runs);
        assertEquals(4, task.failures());
        assertEquals(0, task.failuresInARow());
    }

    @Test
    void aRunThatHangsIsInterruptedAndTheNextOneComes() throws InterruptedException {
        var hanging = new CountDownLatch(1);
        var looping = Thread.ofVirtual()
                .start(() -> tasks.repeat(task, () -> {
                    if (++runs == 1) {
                        hanging.countDown();
                        new CountDownLatch(1).await();
                    }
                    tasks.stop();
                }));
        hanging.await();
        var now = System.nanoTime();
        assertFalse(task.interruptIfHanging(now));
        assertTrue(task.interruptIfHanging(now + Duration.ofHours(1).toNanos()));
        looping.join();
        assertEquals(2, runs);
        assertEquals(1, task.interrupts());
        assertEquals(1, task.failures());
        assertFalse(
                task.interruptIfHanging(System.nanoTime() + Duration.ofHours(1).toNanos()), "no run is under way");
    }

    @Test
    void aRunThatIgnoresTenInterruptsIsStuck() throws InterruptedException {
        var stuck = Thread.ofVirtual().unstarted(() -> {
            task.started(0);
            for (var i = 1; i <= 10; i++) {
                assertFalse(task.isStuck());
                assertTrue(task.interruptIfHanging(Duration.ofHours(i).toNanos()));
            }
        });
        stuck.start();
        stuck.join();
        assertTrue(task.isStuck());
        task.succeeded(Duration.ofHours(11).toNanos());
        assertFalse(task.isStuck());
    }

    @Test
    void aRunThatMayTakeAnyTimeIsLeftAlone() {
        var endless = new PeriodicTask(
                "endless", Schedule.every(Duration.ofSeconds(1)).withEndlessRuns(), System.nanoTime());
        endless.started(System.nanoTime());
        assertFalse(endless.interruptIfHanging(
                System.nanoTime() + Duration.ofDays(1).toNanos()));
        assertFalse(endless.isStuck());
    }

    @Test
    void anErrorWhoseMessageCannotBeMadeEndsNothing() {
        tasks.repeat(task, () -> {
            if (++runs == 1) {
                throw new Unprintable();
            }
            tasks.stop();
        });
        assertEquals(2, runs);
        assertEquals(1, task.failures());
    }

    @Test
    void theRestIsDoneAfterOneHasFailedAndTheFailureIsThrown() {
        var done = new ArrayList<String>();
        var thrown = assertThrows(
                IllegalStateException.class,
                () -> TaskScheduler.forEach(List.of("a", "b", "c"), each -> {
                    if (each.equals("a")) {
                        throw new AssertionError("thrown by a test");
                    }
                    done.add(each);
                }));
        assertEquals(List.of("b", "c"), done);
        assertEquals("1 of 3 failed", thrown.getMessage());
        assertTrue(thrown.getCause() instanceof AssertionError);
    }

    private static class Unprintable extends Error {
        private static final long serialVersionUID = 1;

        @Override
        public synchronized Throwable getCause() {
            throw new OutOfMemoryError("thrown by a test");
        }
    }
}
