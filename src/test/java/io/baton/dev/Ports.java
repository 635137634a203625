package io.baton.dev;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;

/** TCP ports of this machine. */
final class Ports {
    private static final int TRIES = 10;

    private Ports() {}

    /** Starts something that listens; empty: somebody else has the port. */
    interface Attempt<T> {
        Optional<T> on(int port) throws IOException, InterruptedException;
    }

    /** {@code preferred} if nobody listens there, any free one otherwise. */
    static int freeOr(int preferred) throws IOException {
        return preferred != 0 && isFree(preferred) ? preferred : bind(null, 0);
    }

    static boolean isFree(int port) {
        try {
            bind(InetAddress.getLoopbackAddress(), port);
            bind(null, port);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /**
     * Starts something on {@code preferred}, or on another port where that is in use. A port that was free may be taken by
     * the time it is needed, so the attempt itself decides.
     */
    static <T> T claim(int preferred, Attempt<T> attempt) throws IOException, InterruptedException {
        var port = freeOr(preferred);
        for (var tries = 0; tries < TRIES; tries++) {
            var started = attempt.on(port);
            if (started.isPresent()) {
                return started.get();
            }
            port = freeOr(0);
        }
        throw new CannotStart(TRIES + " ports were free and then taken by others, the last of them " + port + ".");
    }

    /** @param address null: all of this machine */
    private static int bind(InetAddress address, int port) throws IOException {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port));
            return socket.getLocalPort();
        }
    }
}
