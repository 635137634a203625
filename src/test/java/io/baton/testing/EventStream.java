package io.baton.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A stream of server-sent events, read as it comes. Closing it cuts the connection. */
public final class EventStream implements AutoCloseable {
    private final HttpResponse<InputStream> response;
    private final EventReader events;
    private final BlockingQueue<Optional<Frame>> arrived = new LinkedBlockingQueue<>();
    private boolean ended;

    EventStream(HttpResponse<InputStream> response) {
        this.response = response;
        assertEquals(200, response.statusCode());
        events = new EventReader(response.body());
        Thread.startVirtualThread(this::read);
    }

    public HttpHeaders headers() {
        return response.headers();
    }

    /** Those that have come so far. */
    public List<String> comments() {
        return events.comments();
    }

    /** The values of the {@code retry} fields that have come so far. */
    public List<String> retries() {
        return events.retries();
    }

    /** Blocks until it is there; empty: the server has ended the stream. */
    public Optional<Frame> next() {
        return next(Await.ENOUGH);
    }

    /** The same for one that is longer in coming. */
    public Optional<Frame> next(Duration silence) {
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
    public Frames next(int count) {
        var frames = new ArrayList<Frame>();
        while (frames.size() < count) {
            frames.add(next().orElseThrow(() -> new AssertionError("ended after " + frames)));
        }
        return new Frames(frames);
    }

    /** Up to and with the first that is as wanted. */
    public Frames until(Predicate<Frame> wanted) {
        var frames = new ArrayList<>(next(1).all());
        while (!wanted.test(frames.getLast())) {
            frames.addAll(next(1).all());
        }
        return new Frames(frames);
    }

    /** All that is to come, until the server ends the stream. */
    public Frames rest() {
        var frames = new ArrayList<Frame>();
        for (var frame = next(); frame.isPresent(); frame = next()) {
            frames.add(frame.get());
        }
        return new Frames(frames);
    }

    /** Its terminal frame, for which the reader may have to wait so long. */
    public Frame end(Duration silence) {
        var frame = next(silence);
        while (frame.isPresent() && !frame.get().isTerminal()) {
            frame = next(silence);
        }
        return frame.orElseThrow(() -> new AssertionError("ended without its terminal frame"));
    }

    private void read() {
        try (events) {
            for (var next = events.next(); next.isPresent(); next = events.next()) {
                arrived.add(next);
            }
        } catch (IOException cut) {
            // by us, or by a server that broke off: either way nothing more comes
        } finally {
            arrived.add(Optional.empty());
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
