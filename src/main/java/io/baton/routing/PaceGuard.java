package io.baton.routing;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Detects a model that produces too little in its first seconds. Written by one thread, read by any. */
public final class PaceGuard {
    private final LongSupplier nanoTime;
    private final long startedAt;
    private final long windowNanos;
    private final long required;
    private volatile long counted;

    PaceGuard(Duration window, int charactersPerSecond, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.startedAt = nanoTime.getAsLong();
        this.windowNanos = window.toNanos();
        this.required = charactersPerSecond * window.toMillis() / 1_000;
    }

    /** @param characters of text or reasoning, UTF-16 */
    public void count(int characters) {
        if (!isOver()) {
            counted += characters;
        }
    }

    public boolean isTooSlow() {
        return counted < required && isOver();
    }

    private boolean isOver() {
        return nanoTime.getAsLong() - startedAt >= windowNanos;
    }
}
