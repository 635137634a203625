package io.baton.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class EarTest {
    private final Ear ear = new Ear();
    private final CountDownLatch never = new CountDownLatch(1);

    @Test
    void whatIsListenedToCanBeEnded() {
        var listening = new CountDownLatch(1);
        Thread.startVirtualThread(() -> {
            awaitQuietly(listening);
            ear.interruptIf(() -> true);
        });
        assertThrows(
                InterruptedException.class,
                () -> ear.listen(() -> {
                    listening.countDown();
                    never.await();
                    return null;
                }));
        assertFalse(Thread.currentThread().isInterrupted());
        assertFalse(ear.isClosed());
    }

    @Test
    void whoeverIsHeardNextIsNotHitByWhatWasMeantForTheOneBefore() throws InterruptedException {
        var tooSlow = new AtomicBoolean(true);
        assertEquals("first", ear.listen(() -> "first"));
        tooSlow.set(false);
        assertEquals("second", ear.listen(() -> {
            ear.interruptIf(tooSlow::get);
            return Thread.interrupted() ? "interrupted" : "second";
        }));
    }

    @Test
    void afterClosingNothingIsListenedTo() {
        ear.close();
        assertThrows(InterruptedException.class, () -> ear.listen(() -> "too late"));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
