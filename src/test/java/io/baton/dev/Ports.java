package io.baton.dev;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** TCP ports on the loopback interface. */
final class Ports {
    private Ports() {}

    /** {@code preferred} if nobody listens there, any free one otherwise. */
    static int freeOr(int preferred) throws IOException {
        try {
            return probe(preferred);
        } catch (IOException taken) {
            return probe(0);
        }
    }

    /** @throws CannotStart where somebody listens there, or {@code port} is no port */
    static void mustBeFree(String port) throws CannotStart {
        try {
            probe(Integer.parseInt(port));
        } catch (IOException taken) {
            throw new CannotStart("Port " + port + " is in use.");
        } catch (IllegalArgumentException none) {
            throw new CannotStart("There is no port " + port + ".");
        }
    }

    private static int probe(int port) throws IOException {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket.getLocalPort();
        }
    }
}
