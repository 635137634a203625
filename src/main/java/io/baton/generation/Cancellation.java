package io.baton.generation;

import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

/**
 * Cancels the work of one answer. It interrupts the answer's thread only while that waits for a provider, because an interrupt
 * during a database call would break the connection.
 */
final class Cancellation {
    private Thread waiting;
    private boolean cancelled;

    /**
     * Runs a call that may be interrupted.
     *
     * @throws InterruptedException if {@link #cancel} was called before or meanwhile, or {@link #interruptIf} meanwhile; the thread's
     *     flag is clear
     */
    <T> T run(Callable<T> blocking) throws InterruptedException {
        synchronized (this) {
            if (cancelled) {
                throw new InterruptedException();
            }
            waiting = Thread.currentThread();
        }
        try {
            return blocking.call();
        } catch (InterruptedException | RuntimeException known) {
            throw known;
        } catch (Exception unexpected) {
            throw new IllegalStateException(unexpected);
        } finally {
            synchronized (this) {
                waiting = null;
                Thread.interrupted();
            }
        }
    }

    /** Interrupts the current call and refuses all further ones. */
    synchronized void cancel() {
        cancelled = true;
        interrupt();
    }

    /** Interrupts the current call if the condition holds; no other call can start while it is checked. */
    synchronized void interruptIf(BooleanSupplier condition) {
        if (condition.getAsBoolean()) {
            interrupt();
        }
    }

    private void interrupt() {
        if (waiting != null) {
            waiting.interrupt();
        }
    }

    synchronized boolean isCancelled() {
        return cancelled;
    }
}
