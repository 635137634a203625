package io.baton.outside;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;

/** A program that says the same to whoever connects, whatever they want; nothing at all, if that is what it is to say. */
final class Talker implements AutoCloseable {
    private final ServerSocket server;

    /** @param port 0: any that is free */
    Talker(int port, String text) {
        try {
            server = new ServerSocket(port, 10, InetAddress.getByName("127.0.0.1"));
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
        Thread.ofVirtual().start(() -> talk(text));
    }

    int port() {
        return server.getLocalPort();
    }

    private void talk(String text) {
        while (!server.isClosed()) {
            try {
                server.accept().getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException closed) {
                // ends the loop, or whoever connected has left
            }
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException closedAlready) {
            throw new UncheckedIOException(closedAlready);
        }
    }
}
