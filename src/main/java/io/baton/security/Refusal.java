package io.baton.security;

import io.baton.platform.Problem;
import io.baton.platform.Problems;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Refuses before JAX-RS is reached, in the same words that it would use. */
final class Refusal {
    private Refusal() {}

    /** Whether programs call this path, who must never get a page or a redirect. */
    static boolean isApi(String path) {
        return path.startsWith("/api/") || path.equals("/api") || path.startsWith("/v1/") || path.equals("/v1");
    }

    static void write(HttpServletResponse to, Problem problem) {
        write(to, Problems.render(problem));
    }

    static void write(HttpServletResponse to, Response refusal) {
        to.setStatus(refusal.getStatus());
        refusal.getStringHeaders().forEach((name, values) -> values.forEach(value -> to.setHeader(name, value)));
        to.setCharacterEncoding("UTF-8");
        to.setHeader("Cache-Control", "no-store");
        try {
            to.getWriter().print(refusal.getEntity());
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
