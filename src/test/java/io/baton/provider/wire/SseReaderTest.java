package io.baton.provider.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.model.ModelStream;
import io.baton.model.Outcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseReaderTest {
    private static final String TRICKY = """
            \uFEFF: a comment
            retry: 3000
            data: {"a":"grüß 👋🏽 𝄞"}

            event: message
            id: 7
            data:no space
            data:  two spaces
            data
            data:

            datax: not data
            : another comment


            data: [DONE]

            data: last""";
    private static final List<String> TRICKY_EVENTS =
            List.of("{\"a\":\"grüß 👋🏽 𝄞\"}", "no space\n two spaces\n\n", "[DONE]", "last");

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void eachLineEndIsUnderstoodWhereverTheBytesAreSplit(String lineEnd) throws IOException {
        var bytes = utf8(TRICKY.replace("\n", lineEnd));
        for (var split = 0; split <= bytes.length; split++) {
            var pieces = List.of(Arrays.copyOf(bytes, split), Arrays.copyOfRange(bytes, split, bytes.length));
            assertEquals(TRICKY_EVENTS, all(new Pieces(pieces)), "split at " + split);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void singleBytesAreEnough(String lineEnd) throws IOException {
        assertEquals(TRICKY_EVENTS, all(singly(utf8(TRICKY.replace("\n", lineEnd)))));
    }

    @Test
    void lineEndsMayBeMixed() throws IOException {
        assertEquals(List.of("a\nb\nc", "d"), all("data: a\r\ndata: b\rdata: c\n\r\ndata: d\r\r"));
    }

    @Test
    void anEmptyStreamHasNoEvents() throws IOException {
        assertEquals(List.of(), all(""));
        assertEquals(List.of(), all("\n\r\n: only a comment\n\nevent: x\n\n"));
    }

    @Test
    void onlyTheFirstByteOrderMarkIsDropped() throws IOException {
        assertEquals(List.of("a"), all("\uFEFFdata: a\n\n\uFEFFdata: b\n\n"));
        assertEquals(List.of("a"), all("\uFEFFdata: a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n\n", "\r\n\r\n", "\r\r", "\r\n\r"})
    void anEventIsGivenBeforeAnyMoreBytesCome(String end) throws IOException {
        var tooEager = new IOException("read on without need");
        assertEquals("now", new SseReader(new Pieces(List.of(utf8("data: now" + end)), tooEager)).next());
    }

    @Test
    void whetherTheLastEventMayBeCutIsKnown() throws IOException {
        var reader = new SseReader(new ByteArrayInputStream(utf8("data: a\n\ndata: b")));
        reader.next();
        assertEquals(false, reader.lastMayBeCut());
        reader.next();
        assertTrue(reader.lastMayBeCut());
    }

    @Test
    void whatIsNotUtf8IsMalformed() {
        for (var bad : List.of(new byte[] {(byte) 0xC3, '('}, new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80})) {
            var in = new Pieces(List.of(utf8("data: "), bad, utf8("\n\n")));
            assertMalformed(in);
        }
    }

    @Test
    void aLineWithoutEndIsMalformed() {
        assertMalformed(new Endless("data: xxxxxxxxx"));
        assertMalformed(new Endless(": "));
    }

    @Test
    void anEventWithoutEndIsMalformed() {
        assertMalformed(new Endless("data: many short lines\n"));
    }

    @Test
    void aLargeEventWithinTheBoundIsGiven() throws IOException {
        var text = "x".repeat(BoundedBuffer.MAX - 100);
        assertEquals(List.of(text), all("data: " + text + "\n\n"));
    }

    private static void assertMalformed(InputStream in) {
        var broken = assertThrows(ModelStream.Broken.class, () -> all(in));
        assertEquals(Outcome.MALFORMED, broken.outcome());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static InputStream singly(byte[] bytes) {
        var pieces = new ArrayList<byte[]>();
        for (var b : bytes) {
            pieces.add(new byte[] {b});
        }
        return new Pieces(pieces);
    }

    private static List<String> all(String text) throws IOException {
        return all(new ByteArrayInputStream(utf8(text)));
    }

    private static List<String> all(InputStream in) throws IOException {
        var reader = new SseReader(in);
        var events = new ArrayList<String>();
        for (var event = reader.next(); event != null; event = reader.next()) {
            events.add(event);
        }
        return events;
    }
}
