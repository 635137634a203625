package io.baton.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.ServerErrorException;
import jakarta.ws.rs.core.Response;
import java.util.Set;

/** The HTTP methods that Baton supports. The first code that sees a request rejects all others. */
public final class HttpMethods {
    private static final Set<String> KNOWN = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private HttpMethods() {}

    public static boolean isKnown(HttpServletRequest request) {
        return KNOWN.contains(request.getMethod());
    }

    public static ServerErrorException unknown() {
        return new ServerErrorException(Response.Status.NOT_IMPLEMENTED);
    }
}
