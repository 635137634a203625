package io.baton.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class CancellationTest {
    private final Cancellation cancellation = new Cancellation();
    private final CountDownLatch never = new CountDownLatch(1);

    @Test
    void whatIsListenedToCanBeEnded() {
        var listening = new CountDownLatch(1);
        Thread.startVirtualThread(() -> {
            awaitQuietly(listening);
            cancellation.interruptIf(() -> true);
        });
        assertThrows(
                InterruptedException.class,
                () -> cancellation.run(() -> {
                    listening.countDown();
                    never.await();
                    return null;
                }));
        assertFalse(Thread.currentThread().isInterrupted());
        assertFalse(cancellation.isCancelled());
    }

    @Test
    void whoeverIsHeardNextIsNotHitByWhatWasMeantForTheOneBefore() throws InterruptedException {
        var tooSlow = new AtomicBoolean(true);
        assertEquals("first", cancellation.run(() -> "first"));
        tooSlow.set(false);
        assertEquals("second", cancellation.run(() -> {
            cancellation.interruptIf(tooSlow::get);
            return Thread.interrupted() ? "interrupted" : "second";
        }));
    }

    @Test
    void afterClosingNothingIsListenedTo() {
        cancellation.cancel();
        assertThrows(InterruptedException.class, () -> cancellation.run(() -> "too late"));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
