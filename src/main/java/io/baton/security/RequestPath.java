package io.baton.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;

/** The path of a request as JAX-RS interprets it, so that no other spelling of it bypasses a check. */
public final class RequestPath {
    private RequestPath() {}

    /** Below the context root and decoded. */
    public static String of(HttpServletRequest request) {
        return plain(request.getServletPath() + Objects.requireNonNullElse(request.getPathInfo(), ""));
    }

    /** Without matrix parameters, double slashes and a slash at the end. */
    static String plain(String path) {
        return path.replaceAll(";[^/]*", "").replaceAll("/+", "/").replaceAll("(?<=.)/$", "");
    }
}
