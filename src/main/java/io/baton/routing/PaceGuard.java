package io.baton.routing;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Whether a model that has begun to speak says enough over its first seconds. Written by one thread, read by any. */
public final class PaceGuard {
    private final LongSupplier nanoTime;
    private final long begun;
    private final long windowNanos;
    private final long wanted;
    private volatile long heard;

    PaceGuard(Duration window, int charactersPerSecond, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.begun = nanoTime.getAsLong();
        this.windowNanos = window.toNanos();
        this.wanted = charactersPerSecond * window.toMillis() / 1_000;
    }

    /** @param characters of text or reasoning, UTF-16 */
    public void heard(int characters) {
        if (!isOver()) {
            heard += characters;
        }
    }

    public boolean isTooSlow() {
        return heard < wanted && isOver();
    }

    private boolean isOver() {
        return nanoTime.getAsLong() - begun >= windowNanos;
    }
}
