package io.baton.inside;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** A provider that does to a connection what it likes. */
public final class RawProvider implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");
    private static final String BODY =
            "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

    private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final Script script;
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final Map<Socket, Boolean> idle = new ConcurrentHashMap<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicLong sent = new AtomicLong();
    private final CompletableFuture<Long> hungUp = new CompletableFuture<>();

    /** What it does with a request, named {@code connection.request}; it closes the connection unless it answers. */
    public interface Script {
        boolean play(String request, RawProvider provider, OutputStream out) throws IOException;
    }

    public RawProvider(Script script) throws IOException {
        this.script = script;
        Thread.ofVirtual().start(this::accept);
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    public List<String> seen() {
        return seen;
    }

    /** How many connections there were. */
    public int accepted() {
        return accepted.get();
    }

    /** Closes the connections over which no request is being answered. */
    public void closeIdle() {
        idle.keySet().forEach(this::closeIdle);
    }

    /** The same, but for those that are too new to have had a request. */
    public void closeKeptAlive() {
        idle.forEach((socket, used) -> {
            if (used) {
                closeIdle(socket);
            }
        });
    }

    private void closeIdle(Socket socket) {
        if (idle.remove(socket) != null) {
            try {
                socket.close();
            } catch (IOException closedAlready) {
                // as wanted
            }
        }
    }

    /** How many bytes {@link #endless} could send before nobody wanted more. */
    public CompletableFuture<Long> hungUp() {
        return hungUp;
    }

    public boolean answer(OutputStream out) throws IOException {
        return send(
                out,
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: " + BODY.length() + "\r\n\r\n"
                        + BODY);
    }

    /** The connection can be used again as soon as this is read. */
    public boolean refuse(OutputStream out) throws IOException {
        return send(out, "HTTP/1.1 503 No\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
    }

    public boolean send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        return true;
    }

    /** For ever, or until 256 MB are gone. */
    public boolean endless(OutputStream out, String begin, String text) throws IOException {
        send(out, begin);
        var block = text.repeat(8_192 / text.length()).getBytes(StandardCharsets.US_ASCII);
        try {
            while (sent.addAndGet(block.length) < 256L << 20) {
                out.write(block);
            }
        } finally {
            hungUp.complete(sent.get());
        }
        return false;
    }

    private void accept() {
        try {
            for (var number = 1; ; number++) {
                var socket = server.accept();
                accepted.incrementAndGet();
                var connection = number;
                Thread.ofVirtual().start(() -> serve(socket, connection));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private void serve(Socket socket, int connection) {
        try (socket) {
            idle.put(socket, false);
            for (var number = 1; readRequest(socket) && idle.remove(socket) != null; number++) {
                var name = connection + "." + number;
                seen.add(name);
                if (!script.play(name, this, socket.getOutputStream())) {
                    return;
                }
                idle.put(socket, true);
            }
        } catch (IOException hungUp) {
            // as is noted elsewhere
        } finally {
            idle.remove(socket);
        }
    }

    private static boolean readRequest(Socket socket) throws IOException {
        var in = socket.getInputStream();
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            var next = in.read();
            if (next < 0) {
                return false;
            }
            head.append((char) next);
        }
        var length = LENGTH.matcher(head);
        return length.find() && in.readNBytes(Integer.parseInt(length.group(1))).length > 0;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
