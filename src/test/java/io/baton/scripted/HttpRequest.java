package io.baton.scripted;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A request as it was read.
 *
 * @param path    without the query
 * @param headers by name in lower case; the last of equal names
 */
record HttpRequest(String method, String path, Map<String, String> headers, byte[] body) {
    /** Empty if it is absent. */
    String header(String lowerCaseName) {
        return headers.getOrDefault(lowerCaseName, "");
    }

    boolean is(String method, String path) {
        return this.method.equals(method) && this.path.equals(path);
    }

    boolean isAuthorized() {
        String value = header("authorization");
        return value.regionMatches(true, 0, "Bearer ", 0, 7)
                && !value.substring(7).isBlank();
    }

    boolean isLast() {
        return header("connection").equalsIgnoreCase("close");
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
