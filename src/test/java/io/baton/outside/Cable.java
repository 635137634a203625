package io.baton.outside;

import io.baton.dev.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A network between two programs that can be cut, slowed down or lead elsewhere: every byte goes through real sockets. */
final class Cable implements AutoCloseable {
    private static final int PIECE = 16_384;
    private final ServerSocket here;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger refused = new AtomicInteger();
    private final String host;
    private final int usualPort;
    private volatile int port;
    private volatile boolean cut;
    private volatile long delayNanos;

    /** To the server. */
    Cable() {
        this(URI.create(TestServer.running().url()));
    }

    Cable(URI to) {
        host = to.getHost();
        usualPort = to.getPort();
        port = usualPort;
        try {
            here = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        Thread.startVirtualThread(this::accept);
    }

    String url() {
        return "http://localhost:" + port();
    }

    int port() {
        return here.getLocalPort();
    }

    /** Breaks every connection, and each new one. */
    void cut() {
        cut = true;
        open.forEach(Cable::end);
    }

    /** Each piece of data takes so long from now on. */
    void slow(Duration delay) {
        delayNanos = delay.toNanos();
    }

    /** Breaks every connection; new ones go to another program on this machine. */
    void leadTo(int otherPort) {
        port = otherPort;
        open.forEach(Cable::end);
    }

    /** All is as at first; connections that lead elsewhere are broken. */
    void mend() {
        cut = false;
        delayNanos = 0;
        if (port != usualPort) {
            leadTo(usualPort);
        }
    }

    /** How often somebody tried in vain. */
    int refused() {
        return refused.get();
    }

    @Override
    public void close() {
        try {
            here.close();
        } catch (IOException closedAlready) {
            throw new UncheckedIOException(closedAlready);
        }
        open.forEach(Cable::end);
    }

    private void accept() {
        while (!here.isClosed()) {
            try {
                var near = here.accept();
                if (cut) {
                    refused.incrementAndGet();
                    end(near);
                } else {
                    connect(near);
                }
            } catch (IOException closed) {
                // ends the loop; or the server is down, and the browser sees a broken connection
            }
        }
    }

    private void connect(Socket near) throws IOException {
        open.add(near);
        try {
            var far = new Socket(host, port);
            open.add(far);
            Thread.startVirtualThread(() -> copy(near, far));
            Thread.startVirtualThread(() -> copy(far, near));
        } catch (IOException down) {
            end(near);
        }
    }

    private void copy(Socket from, Socket to) {
        try (from;
                to) {
            var piece = new byte[PIECE];
            for (var read = from.getInputStream().read(piece);
                    read >= 0;
                    read = from.getInputStream().read(piece)) {
                LockSupport.parkNanos(delayNanos);
                to.getOutputStream().write(piece, 0, read);
            }
        } catch (IOException broken) {
            // both ends are closed now
        } finally {
            open.remove(from);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException closedAlready) {
            // as wanted
        }
    }
}
