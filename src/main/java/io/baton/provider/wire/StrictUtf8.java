package io.baton.provider.wire;

import io.baton.model.ModelStream;
import io.baton.model.Outcome;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Strict UTF-8: invalid bytes break the stream; the JDK's constructors would insert U+FFFD. */
final class StrictUtf8 {
    private StrictUtf8() {}

    static String decode(byte[] bytes, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ModelStream.Broken(Outcome.MALFORMED, "not UTF-8");
        }
    }
}
