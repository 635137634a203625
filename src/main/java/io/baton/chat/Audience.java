package io.baton.chat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Who reads an answer now: how many, and since when nobody. */
final class Audience {
    private int readers;
    private long emptySince = System.nanoTime();

    synchronized void enter() {
        readers++;
    }

    synchronized void leave() {
        readers--;
        emptySince = System.nanoTime();
    }

    /** How long nobody has read; zero while somebody does. */
    synchronized Duration unread() {
        return readers > 0
                ? Duration.ZERO
                : Duration.of(System.nanoTime() - emptySince, TimeUnit.NANOSECONDS.toChronoUnit());
    }
}
