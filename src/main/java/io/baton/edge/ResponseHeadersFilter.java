package io.baton.edge;

import io.baton.security.ErrorResponse;
import io.baton.security.RequestPath;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Sets the security headers of responses. Pages get a content security policy: only our own files and API, nothing inline, no
 * framing. The chat page also requires Trusted Types, so that a model's text never becomes HTML, even if a library of the page has a
 * bug. {@code PageTemplate} sets a stricter policy itself. Responses of the API are not cached.
 */
public class ResponseHeadersFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final String CONSOLE = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    private static final String CHAT = CONSOLE + "; require-trusted-types-for 'script'; trusted-types 'none'";

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var path = RequestPath.of(request);
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (ErrorResponse.isApi(path)) {
            // An event stream sets another value before it begins.
            response.setHeader("Cache-Control", "no-store");
        } else {
            var isChat = path.isEmpty() || path.equals("/") || path.equals("/index.html");
            response.setHeader("Content-Security-Policy", isChat ? CHAT : CONSOLE);
            response.setHeader("Referrer-Policy", "same-origin");
            if (isChat) {
                response.setHeader("Cache-Control", "no-cache");
            }
        }
        chain.doFilter(request, response);
    }
}
