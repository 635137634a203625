package io.baton.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Frames of one answer in the order in which they came. */
public record Frames(List<Frame> all) {
    public Frames {
        all = List.copyOf(all);
    }

    public Frame first() {
        return all.getFirst();
    }

    public Frame last() {
        return all.getLast();
    }

    public UUID answerId() {
        return UUID.fromString(first().content().getString("answerId"));
    }

    public List<String> ids() {
        return all.stream().map(Frame::id).toList();
    }

    public List<String> types() {
        return all.stream().map(Frame::type).toList();
    }

    public List<JsonObject> of(String type) {
        return all.stream()
                .filter(frame -> frame.type().equals(type))
                .map(Frame::content)
                .toList();
    }

    /** All chunks joined. */
    public String said() {
        return of("chunk").stream().map(chunk -> chunk.getString("content")).collect(Collectors.joining());
    }

    /** What the terminal frame says, which must be {@code complete}. */
    public JsonObject complete() {
        assertEquals("complete", last().type(), last()::data);
        return last().content();
    }

    /** The code of the terminal frame, which must be {@code error}. */
    public String error() {
        assertEquals("error", last().type(), last()::data);
        return last().content().getString("code");
    }

    public Frames after(int count) {
        return new Frames(all.subList(count, all.size()));
    }

    public Frames then(Frames more) {
        var joined = new ArrayList<>(all);
        joined.addAll(more.all);
        return new Frames(joined);
    }

    /** {@code <answerId>:1.1}, {@code 1.2} and so on. */
    public void assertNumbered(UUID answerId) {
        assertEquals(
                IntStream.rangeClosed(1, all.size())
                        .mapToObj(n -> answerId + ":1." + n)
                        .toList(),
                ids());
    }
}
