package io.baton.generation;

import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

/**
 * Lets a thread that listens to a provider be interrupted, and only then: an interrupt that hit a database call would
 * tear down its connection.
 */
final class Cancellation {
    private Thread listening;
    private boolean closed;

    /**
     * Runs what blocks on a provider.
     *
     * @throws InterruptedException where {@link #close} was called before or meanwhile, or {@link #interruptIf} meanwhile; the
     *     thread's flag is clear
     */
    <T> T listen(Callable<T> blocking) throws InterruptedException {
        synchronized (this) {
            if (closed) {
                throw new InterruptedException();
            }
            listening = Thread.currentThread();
        }
        try {
            return blocking.call();
        } catch (InterruptedException | RuntimeException known) {
            throw known;
        } catch (Exception unexpected) {
            throw new IllegalStateException(unexpected);
        } finally {
            synchronized (this) {
                listening = null;
                Thread.interrupted();
            }
        }
    }

    /** From now on nothing is listened to. */
    synchronized void close() {
        closed = true;
        interrupt();
    }

    /** Ends what is listened to now; asks whether to while that can't change. */
    synchronized void interruptIf(BooleanSupplier wanted) {
        if (wanted.getAsBoolean()) {
            interrupt();
        }
    }

    private void interrupt() {
        if (listening != null) {
            listening.interrupt();
        }
    }

    synchronized boolean isClosed() {
        return closed;
    }
}
