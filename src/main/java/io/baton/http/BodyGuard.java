package io.baton.http;

import io.baton.platform.Problem;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Accepts only bodies of limited length and depth in strict UTF-8. */
@Provider
@Priority(Priorities.ENTITY_CODER)
public class BodyGuard implements ContainerRequestFilter {
    public static final int MAX_BYTES = 256 * 1024;
    static final int MAX_DEPTH = 64;
    private static final int DIGITS_OF_LONG = 18;
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    @Override
    public void filter(ContainerRequestContext request) {
        if (!request.hasEntity()) {
            return;
        }
        var body = read(request::getHeaderString, request.getEntityStream());
        request.setEntityStream(new ByteArrayInputStream(body));
    }

    /**
     * Reads and checks the whole body.
     *
     * @param headers returns a header's value, or null
     * @throws Problem 400, 413 or 415 if the body is refused
     */
    public static byte[] read(UnaryOperator<String> headers, InputStream stream) {
        if (isEncoded(headers.apply("Content-Encoding"))) {
            throw encoded();
        }
        if (isTooLong(headers.apply("Content-Length"), MAX_BYTES)) {
            throw tooLong(MAX_BYTES);
        }
        var body = read(stream);
        check(body);
        return body;
    }

    /**
     * Whether the declared length exceeds the limit, which saves reading the body. Ignores a value that is not a
     * number: a request for the upgrade to HTTP/2 has one.
     */
    public static boolean isTooLong(String declared, int limit) {
        if (declared == null || !DIGITS.matcher(declared).matches()) {
            return false;
        }
        return declared.length() > DIGITS_OF_LONG || Long.parseLong(declared) > limit;
    }

    private static byte[] read(InputStream stream) {
        try {
            return stream.readNBytes(MAX_BYTES + 1);
        } catch (IOException brokenOff) {
            throw Problem.badField("body", "problem.body-broken");
        }
    }

    static void check(byte[] body) {
        if (body.length > MAX_BYTES) {
            throw tooLong(MAX_BYTES);
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
        } catch (CharacterCodingException notUtf8) {
            throw Problem.badField("body", "problem.utf8");
        }
        if (depth(body) > MAX_DEPTH) {
            throw Problem.badField("body", "problem.depth", MAX_DEPTH);
        }
    }

    private static int depth(byte[] json) {
        var deepest = 0;
        var depth = 0;
        var inString = false;
        for (var i = 0; i < json.length; i++) {
            switch (json[i]) {
                case '\\' -> i += inString ? 1 : 0;
                case '"' -> inString = !inString;
                case '{', '[' -> deepest = Math.max(deepest, inString ? 0 : ++depth);
                case '}', ']' -> depth -= inString ? 0 : 1;
                default -> {}
            }
        }
        return deepest;
    }

    /** Whether the body is compressed; its real length is unknown then. */
    public static boolean isEncoded(String encoding) {
        return encoding != null && !encoding.equalsIgnoreCase("identity");
    }

    public static Problem encoded() {
        return Problem.of(Problem.Kind.UNSUPPORTED_MEDIA_TYPE, "problem.content-encoding");
    }

    public static Problem tooLong(int limit) {
        return Problem.tooLong("body", "problem.bytes", limit);
    }
}
