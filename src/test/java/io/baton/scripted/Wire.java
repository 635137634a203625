package io.baton.scripted;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/**
 * The write side of a connection: HTTP/1.1 responses in chunked coding, and the ways to break one off. What is written is
 * held back until {@link #flush()}, a pause or 8 KB. One thread writes; an interrupt of it means that the client hung up.
 */
final class Wire {
    private static final int HELD_BACK = 8 * 1024;
    private static final byte[] CRLF = "\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Socket socket;
    private final OutputStream out;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream(512);
    private boolean last;
    private int slice;
    private int bodyLeft;

    Wire(Socket socket) throws IOException {
        this.socket = socket;
        this.out = socket.getOutputStream();
    }

    /** Begins the work on a request; if it is the {@code last}, the connection ends with the response. */
    void next(boolean last) {
        this.last = last;
        slice = 0;
        bodyLeft = Integer.MAX_VALUE;
    }

    /** Thrown where the body has reached its limit. */
    static final class LimitReached extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** From now on {@link #chunk} writes that many bytes and then throws {@link LimitReached}. */
    void limit(int bytes) {
        bodyLeft = bytes;
    }

    /** From now on the body goes out in writes (and chunks) of that many bytes; 0: as it comes. */
    void slice(int bytes) {
        slice = bytes;
    }

    void goOn() throws IOException {
        write("HTTP/1.1 100 Continue\r\n\r\n");
        flush();
    }

    /** A whole response; {@code more} are further header lines, each ended by CR LF. */
    void send(int status, String contentType, String more, String body) throws IOException {
        begin(status, contentType, more);
        if (!body.isEmpty()) {
            chunk(body.getBytes(StandardCharsets.UTF_8));
        }
        end();
    }

    void begin(int status, String contentType, String more) throws IOException {
        write("HTTP/1.1 " + status + (status == 200 ? " OK" : " ") + "\r\nContent-Type: " + contentType
                + "\r\nTransfer-Encoding: chunked\r\nCache-Control: no-cache\r\n"
                + (last ? "Connection: close\r\n" : "") + more + "\r\n");
    }

    /** The parts, together not empty, are one piece of the body. */
    void chunk(byte[]... parts) throws IOException {
        if (bodyLeft < Integer.MAX_VALUE) {
            upToLimit(joined(parts));
            return;
        }
        if (slice > 0) {
            sliced(joined(parts));
            return;
        }
        int size = 0;
        for (byte[] part : parts) {
            size += part.length;
        }
        write(Integer.toHexString(size));
        held.writeBytes(CRLF);
        for (byte[] part : parts) {
            held.writeBytes(part);
        }
        held.writeBytes(CRLF);
        if (held.size() >= HELD_BACK) {
            flush();
        }
    }

    /** Half of such a piece, whose size is announced in full if {@code cut}: nothing more must follow then. */
    void half(byte[] piece, boolean cut) throws IOException {
        byte[] half = Arrays.copyOf(piece, piece.length / 2);
        if (cut) {
            write(Integer.toHexString(piece.length) + "\r\n");
            held.writeBytes(half);
            flush();
        } else {
            chunk(half);
        }
    }

    void end() throws IOException {
        held.writeBytes(LAST_CHUNK);
        flush();
        if (last) {
            close();
        }
    }

    /** Blocks while the client doesn't read; throws if it hung up. */
    void flush() throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("the client hung up");
        }
        held.writeTo(out);
        held.reset();
    }

    /**
     * Waits until {@link System#nanoTime()} is {@code nanoTime}, all written; throws if the client hangs up. An answer that is
     * late lets the others run first: a virtual thread that never waits would keep a core to the end of its answer, and new
     * requests would wait for their first byte.
     */
    void pauseUntil(long nanoTime) throws IOException {
        long left = nanoTime - System.nanoTime();
        if (left <= 0) {
            Thread.yield();
            return;
        }
        flush();
        try {
            Thread.sleep(Duration.ofNanos(left));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the client hung up");
        }
    }

    void close() throws IOException {
        socket.close();
    }

    /** Ends the connection by RST. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private void upToLimit(byte[] piece) throws IOException {
        int left = bodyLeft - piece.length;
        byte[] allowed = Arrays.copyOf(piece, Math.min(piece.length, bodyLeft));
        limit(Integer.MAX_VALUE);
        if (allowed.length > 0) {
            chunk(allowed);
        }
        if (left < 0) {
            throw new LimitReached();
        }
        limit(left);
    }

    private void sliced(byte[] body) throws IOException {
        for (int from = 0; from < body.length; from += slice) {
            byte[] piece = Arrays.copyOfRange(body, from, Math.min(body.length, from + slice));
            write(Integer.toHexString(piece.length) + "\r\n");
            held.writeBytes(piece);
            held.writeBytes(CRLF);
            flush();
        }
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    private void write(String ascii) {
        held.writeBytes(ascii.getBytes(StandardCharsets.ISO_8859_1));
    }
}
