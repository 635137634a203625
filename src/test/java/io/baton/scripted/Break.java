package io.baton.scripted;

import io.baton.scripted.SeenRequest.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/** Breaks off an answer whose headers have been sent. The visit ends before the client can notice. */
final class Break {
    private static final Duration LONGEST_STALL = Duration.ofMinutes(10);
    private static final int ENDLESS_BYTES = 64 * 1024 * 1024;
    private static final int BLOCK = 16 * 1024;

    private final Wire wire;
    private final Visit visit;

    Break(Wire wire, Visit visit) {
        this.wire = wire;
        this.visit = visit;
    }

    /** {@code error} and {@code garbage}: what these faults send. */
    void with(Fault fault, byte[] error, byte[] garbage) throws IOException {
        wire.flush();
        switch (fault) {
            case Fault.Kind.RESET -> {
                visit.end(Outcome.FAULTED);
                wire.reset();
            }
            case Fault.Kind.CLOSE -> close();
            case Fault.Kind.STALL -> {
                wire.pauseUntil(System.nanoTime() + LONGEST_STALL.toNanos());
                close();
            }
            case Fault.Kind.END -> end();
            case Fault.Kind.ERROR -> end(error);
            case Fault.Kind.GARBAGE -> end(garbage);
            case Fault.Kind.ENDLESS_LINE -> endless();
            case Fault.Status status -> throw new IllegalStateException(status + " comes before the headers");
            case Fault.Kind.SLOW_HEADERS, Fault.Kind.SLOW_FIRST, Fault.Kind.EMPTY ->
                throw new IllegalStateException(fault + " breaks nothing");
        }
    }

    private void close() throws IOException {
        visit.end(Outcome.FAULTED);
        wire.close();
    }

    private void end(byte[] last) throws IOException {
        wire.chunk(last);
        end();
    }

    private void end() throws IOException {
        visit.end(Outcome.FAULTED);
        wire.end();
    }

    private void endless() throws IOException {
        wire.chunk("data: ".getBytes(StandardCharsets.US_ASCII));
        byte[] block = new byte[BLOCK];
        Arrays.fill(block, (byte) 'x');
        for (int sent = 0; sent < ENDLESS_BYTES; sent += BLOCK) {
            wire.chunk(block);
        }
        close();
    }
}
