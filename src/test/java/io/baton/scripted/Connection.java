package io.baton.scripted;

import java.io.IOException;
import java.net.Socket;

/**
 * A client's connection. While one thread answers, this one reads on, so that a client that hangs up is noticed at once,
 * also in a silence; a client that closes only its sending side counts as gone.
 */
final class Connection implements Runnable {
    /** What answers a request. */
    interface Handler {
        /** Throws {@link IOException} if the client is gone. */
        void answer(HttpRequest request, Wire wire) throws IOException;
    }

    private final Socket socket;
    private final Handler handler;

    Connection(Socket socket, Handler handler) {
        this.socket = socket;
        this.handler = handler;
    }

    @Override
    public void run() {
        try {
            socket.setTcpNoDelay(true);
            Wire wire = new Wire(socket);
            HttpReader reader = new HttpReader(socket.getInputStream(), wire);
            boolean open = reader.hasMore();
            while (open) {
                open = answer(reader.next(), reader, wire);
            }
        } catch (IOException e) {
            // The client is gone or speaks no HTTP; what ran for it has been told already.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** False once the connection is over. */
    private boolean answer(HttpRequest request, HttpReader reader, Wire wire) throws InterruptedException {
        wire.next(request.isLast());
        Thread answering = Thread.startVirtualThread(() -> answer(request, wire));
        boolean more = hasMore(reader);
        if (!more) {
            answering.interrupt();
        }
        answering.join();
        return more && !socket.isClosed();
    }

    private void answer(HttpRequest request, Wire wire) {
        try {
            handler.answer(request, wire);
        } catch (IOException e) {
            // The client is gone, which the handler has noted.
        } catch (RuntimeException e) {
            abort();
            throw e;
        }
    }

    /** A bug of ours must not leave a client waiting. */
    private void abort() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed as far as it can be.
        }
    }

    private static boolean hasMore(HttpReader reader) {
        try {
            return reader.hasMore();
        } catch (IOException e) {
            return false;
        }
    }
}
