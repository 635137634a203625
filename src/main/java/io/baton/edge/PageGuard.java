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
 * What a page may do at most, told to the browser: our own files and our own API, nothing inline, in nobody's frame. On
 * the chat page also no HTML made of text (Trusted Types), so that a model's words stay words even if a library of the
 * page were wrong. Pages that are made by {@code PageTemplate} say something stricter themselves. What the API answers is not kept.
 */
public class PageGuard extends HttpFilter {
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
            // For one reader and one moment. An event stream says something else before it begins.
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
