package io.baton.edge;

import io.baton.http.BodyGuard;
import io.baton.security.ErrorResponse;
import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Reads the body of each request, whatever its path, before other code can: up to a maximum length, within a deadline, and without
 * blocking a thread of the server. Then the request continues with its body in memory.
 */
public class BodyFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = Logger.getLogger(BodyFilter.class.getName());

    /** In bytes, without a caller: signing in takes far less. Signed-in users may send a long question with its history. */
    private static final int MAX_ANONYMOUS_BYTES = 16 * 1024;

    /** How long a request keeps its thread while its body arrives. */
    private static final Duration SHORT_WAIT = Duration.ofMillis(20);

    private final transient BodyMemory memory = new BodyMemory();

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var read = BodyReader.of(request);
        if (read.isPresent()) {
            proceed(read.get(), request, response, chain);
        } else if (!hasBody(request)) {
            chain.doFilter(request, response);
        } else if (BodyGuard.isEncoded(request.getHeader("Content-Encoding"))) {
            refuse(request, response, BodyGuard.encoded());
        } else if (isTooLong(request)) {
            refuse(request, response, BodyGuard.tooLong(maxBytes(request)));
        } else {
            read(request, response, chain);
        }
    }

    private void read(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var reader = new BodyReader(request, maxBytes(request), memory);
        if (reader.read(SHORT_WAIT)) {
            proceed(reader, request, response, chain);
        } else {
            reader.dispatchWhenRead();
        }
    }

    private static void proceed(
            BodyReader read, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            if (read.refusal().isPresent()) {
                refuse(request, response, read.refusal().get());
            } else {
                proceed(new BufferedRequest(request, read), response, chain);
            }
        } finally {
            read.release();
        }
    }

    /** Forwards to the error page here: for what is thrown, the server would show its own page. */
    private static void proceed(BufferedRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            chain.doFilter(request, response);
        } catch (ServletException | RuntimeException failed) {
            LOG.log(Level.WARNING, "A request could not be served", failed);
            request.setAttribute(RequestDispatcher.ERROR_EXCEPTION, failed);
            request.setAttribute(RequestDispatcher.ERROR_STATUS_CODE, HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
            request.setAttribute(RequestDispatcher.ERROR_REQUEST_URI, request.getRequestURI());
            request.getRequestDispatcher("/error").forward(request, response);
        }
    }

    /** Closes the connection; the rest of the body is not read. */
    private static void refuse(HttpServletRequest request, HttpServletResponse response, Exception why) {
        response.setHeader("Connection", "close");
        ErrorResponse.write(request, response, why);
    }

    private static boolean hasBody(HttpServletRequest request) {
        return request.getHeader("Transfer-Encoding") != null
                || request.getContentLengthLong() > 0
                || isTooLong(request);
    }

    private static boolean isTooLong(HttpServletRequest request) {
        return BodyGuard.isTooLong(request.getHeader("Content-Length"), maxBytes(request));
    }

    private static int maxBytes(HttpServletRequest request) {
        return request.getUserPrincipal() == null ? MAX_ANONYMOUS_BYTES : BodyGuard.MAX_BYTES;
    }
}
