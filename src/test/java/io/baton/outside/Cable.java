package io.baton.outside;

import io.baton.dev.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A network between a browser and the server that can be cut: every byte goes through real sockets. */
final class Cable implements AutoCloseable {
    private final URI server = URI.create(TestServer.running().url());
    private final ServerSocket here;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean cut;

    Cable() {
        try {
            here = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        Thread.startVirtualThread(this::accept);
    }

    String url() {
        return "http://localhost:" + here.getLocalPort();
    }

    /** Breaks every connection, and each new one. */
    void cut() {
        cut = true;
        open.forEach(Cable::end);
    }

    void mend() {
        cut = false;
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
            var far = new Socket(server.getHost(), server.getPort());
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
            from.getInputStream().transferTo(to.getOutputStream());
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
