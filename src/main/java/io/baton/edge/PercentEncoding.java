package io.baton.edge;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The percent-encoding of paths and queries (RFC 3986, 2.1). */
final class PercentEncoding {
    private static final int HEX = 16;

    private PercentEncoding() {}

    /** Whether each escape has two hex digits, and the decoded bytes are UTF-8. */
    static boolean isValid(String encoded) {
        if (encoded == null || encoded.indexOf('%') < 0) {
            return true;
        }
        var bytes = new ByteArrayOutputStream();
        for (var i = 0; i < encoded.length(); i++) {
            if (encoded.charAt(i) != '%') {
                bytes.write(0);
            } else if (i + 2 < encoded.length() && isHex(encoded.charAt(i + 1)) && isHex(encoded.charAt(i + 2))) {
                bytes.write(Integer.parseInt(encoded, i + 1, i + 3, HEX));
                i += 2;
            } else {
                return false;
            }
        }
        return isUtf8(bytes.toByteArray());
    }

    private static boolean isHex(char c) {
        return c < 128 && Character.digit(c, HEX) >= 0;
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException other) {
            return false;
        }
    }
}
