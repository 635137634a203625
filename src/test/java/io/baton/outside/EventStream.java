package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A stream of server-sent events, read as it comes. Closing it cuts the connection. */
final class EventStream implements AutoCloseable {
    private final HttpResponse<InputStream> response;
    private final BlockingQueue<Optional<Frame>> arrived = new LinkedBlockingQueue<>();
    private final List<String> comments = new CopyOnWriteArrayList<>();
    private final List<String> retries = new CopyOnWriteArrayList<>();
    private boolean ended;

    EventStream(HttpResponse<InputStream> response) {
        this.response = response;
        assertEquals(200, response.statusCode());
        Thread.startVirtualThread(this::read);
    }

    HttpHeaders headers() {
        return response.headers();
    }

    /** Those that have come so far. */
    List<String> comments() {
        return List.copyOf(comments);
    }

    /** The values of the {@code retry} fields that have come so far. */
    List<String> retries() {
        return List.copyOf(retries);
    }

    /** Blocks until it is there; empty: the server has ended the stream. */
    Optional<Frame> next() {
        return next(Patience.ENOUGH);
    }

    /** The same for one that is longer in coming. */
    Optional<Frame> next(Duration silence) {
        if (ended) {
            return Optional.empty();
        }
        try {
            var next = arrived.poll(silence.toSeconds(), TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("the stream hangs");
            }
            ended = next.isEmpty();
            return next;
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** The next so many. */
    Frames next(int count) {
        var frames = new ArrayList<Frame>();
        while (frames.size() < count) {
            frames.add(next().orElseThrow(() -> new AssertionError("ended after " + frames)));
        }
        return new Frames(frames);
    }

    /** Up to and with the first that is as wanted. */
    Frames until(Predicate<Frame> wanted) {
        var frames = new ArrayList<>(next(1).all());
        while (!wanted.test(frames.getLast())) {
            frames.addAll(next(1).all());
        }
        return new Frames(frames);
    }

    /** All that is to come, until the server ends the stream. */
    Frames rest() {
        var frames = new ArrayList<Frame>();
        for (var frame = next(); frame.isPresent(); frame = next()) {
            frames.add(frame.get());
        }
        return new Frames(frames);
    }

    /** Its terminal frame, for which the reader may have to wait so long. */
    Frame end(Duration silence) {
        var frame = next(silence);
        while (frame.isPresent() && !frame.get().isTerminal()) {
            frame = next(silence);
        }
        return frame.orElseThrow(() -> new AssertionError("ended without its terminal frame"));
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            var event = new ArrayList<String>();
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    dispatch(event);
                    event.clear();
                } else {
                    event.add(line);
                }
            }
        } catch (IOException cut) {
            // by us, or by a server that broke off: either way nothing more comes
        } finally {
            arrived.add(Optional.empty());
        }
    }

    private void dispatch(List<String> event) {
        String id = null;
        var data = new ArrayList<String>();
        var fields = new ArrayList<String>();
        for (var line : event) {
            var colon = line.indexOf(':');
            var field = colon < 0 ? line : line.substring(0, colon);
            var value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
            switch (field) {
                case "" -> comments.add(value);
                case "retry" -> retries.add(value);
                case "id" -> id = value;
                case "data" -> data.add(value);
                default -> {}
            }
            if (!field.isEmpty()) {
                fields.add(field);
            }
        }
        if (!data.isEmpty()) {
            arrived.add(Optional.of(new Frame(id, String.join("\n", data), List.copyOf(fields))));
        }
    }

    @Override
    public void close() {
        try {
            response.body().close();
        } catch (IOException gone) {
            // that is what was wanted
        }
    }
}
