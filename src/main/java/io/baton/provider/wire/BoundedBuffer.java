package io.baton.provider.wire;

import io.baton.model.ModelStream;
import io.baton.model.Outcome;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing byte buffer with a limit; exceeding it breaks the stream, so that no provider can exhaust the heap. */
final class BoundedBuffer extends ByteArrayOutputStream {
    /** The maximum size of a line, an event and a whole reply: 1 MiB. */
    static final int MAX = 1 << 20;

    @Override
    public void write(int b) {
        checkRoom(1);
        super.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        checkRoom(length);
        super.write(bytes, offset, length);
    }

    private void checkRoom(int more) {
        if (count + more > MAX) {
            throw new ModelStream.Broken(Outcome.MALFORMED, "longer than " + MAX + " bytes");
        }
    }

    boolean startsWith(byte[] prefix) {
        return count >= prefix.length && Arrays.equals(buf, 0, prefix.length, prefix, 0, prefix.length);
    }

    int byteAt(int index) {
        return buf[index];
    }

    void moveTo(BoundedBuffer other, int from) {
        other.write(buf, from, count - from);
        reset();
    }

    String text() {
        return decode(count);
    }

    /** The text without its last byte. */
    String textBeforeLast() {
        return decode(count - 1);
    }

    /** Invalid UTF-8 breaks the stream; the JDK's constructors would insert U+FFFD. */
    private String decode(int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(buf, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ModelStream.Broken(Outcome.MALFORMED, "not UTF-8");
        }
    }
}
