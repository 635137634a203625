package io.baton.platform;

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

/** Lets only bodies through that are small enough, strictly UTF-8 and not nested without end. */
@Provider
@Priority(Priorities.ENTITY_CODER)
public class BodyGuard implements ContainerRequestFilter {
    static final int MAX_BYTES = 256 * 1024;
    static final int MAX_DEPTH = 64;

    @Override
    public void filter(ContainerRequestContext request) {
        if (!request.hasEntity()) {
            return;
        }
        var encoding = request.getHeaderString("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw Problem.of(Problem.Kind.UNSUPPORTED_MEDIA_TYPE, "problem.content-encoding");
        }
        if (declared(request.getHeaderString("Content-Length")) > MAX_BYTES) {
            throw tooLong();
        }
        var body = read(request.getEntityStream());
        check(body);
        request.setEntityStream(new ByteArrayInputStream(body));
    }

    /** The server's own reading of it fails on what is no int. */
    private static long declared(String length) {
        try {
            return length == null ? 0 : Long.parseLong(length.strip());
        } catch (NumberFormatException longer) {
            return Long.MAX_VALUE;
        }
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
            throw tooLong();
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

    private static Problem tooLong() {
        return Problem.tooLong("body", "problem.bytes", MAX_BYTES);
    }
}
