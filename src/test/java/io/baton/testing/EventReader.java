package io.baton.testing;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Reads server-sent events one after the other. Closing it closes what it reads from. */
public final class EventReader implements AutoCloseable {
    private final BufferedReader lines;
    private final List<String> comments = new CopyOnWriteArrayList<>();
    private final List<String> retries = new CopyOnWriteArrayList<>();

    public EventReader(InputStream stream) {
        lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    }

    /** Blocks until the next event is whole; empty: the stream has ended. An event without data is no event. */
    public Optional<Frame> next() throws IOException {
        var event = new ArrayList<String>();
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!line.isEmpty()) {
                event.add(line);
                continue;
            }
            var frame = parse(event);
            if (frame.isPresent()) {
                return frame;
            }
            event.clear();
        }
        return Optional.empty();
    }

    /** The events of a whole response. */
    public static List<Frame> all(String body) {
        var frames = new ArrayList<Frame>();
        try (var reader = new EventReader(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)))) {
            for (var next = reader.next(); next.isPresent(); next = reader.next()) {
                frames.add(next.get());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return frames;
    }

    /** All comments so far; any thread may ask. */
    List<String> comments() {
        return List.copyOf(comments);
    }

    /** The values of all {@code retry} fields so far; any thread may ask. */
    List<String> retries() {
        return List.copyOf(retries);
    }

    private Optional<Frame> parse(List<String> event) {
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
        return data.isEmpty() ? Optional.empty() : Optional.of(new Frame(id, String.join("\n", data), fields));
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
