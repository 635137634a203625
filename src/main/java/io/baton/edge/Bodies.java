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
 * Reads the body of each request, whatever its path, before anything else can ask for it: no longer than allowed, within a
 * deadline, and without a thread of the server's that waits. Then the request goes on, with its body in memory.
 */
public class Bodies extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = Logger.getLogger(Bodies.class.getName());

    /** Signing in takes far less; those who have may send a long question with its history. */
    private static final int MOST_OF_A_STRANGER = 16 * 1024;

    /** How long a request keeps its thread while its body comes in. */
    private static final Duration AT_ONCE = Duration.ofMillis(20);

    private final transient HeldBodies held = new HeldBodies();

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var read = BodyReader.of(request);
        if (read.isPresent()) {
            goOn(read.get(), request, response, chain);
        } else if (!hasBody(request)) {
            chain.doFilter(request, response);
        } else if (BodyGuard.isEncoded(request.getHeader("Content-Encoding"))) {
            refuse(request, response, BodyGuard.encoded());
        } else if (isTooLong(request)) {
            refuse(request, response, BodyGuard.tooLong(most(request)));
        } else {
            read(request, response, chain);
        }
    }

    private void read(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var reader = new BodyReader(request, most(request), held);
        if (reader.read(AT_ONCE)) {
            goOn(reader, request, response, chain);
        } else {
            reader.dispatchThen();
        }
    }

    private static void goOn(
            BodyReader read, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            if (read.refusal().isPresent()) {
                refuse(request, response, read.refusal().get());
            } else {
                goOn(new ReadRequest(request, read), response, chain);
            }
        } finally {
            read.forget();
        }
    }

    /** The server would show its own page for what is thrown now, and a request whose form has been read already. */
    private static void goOn(ReadRequest request, HttpServletResponse response, FilterChain chain)
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

    /** What may still come is not read: the connection is closed. */
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
        return BodyGuard.isTooLong(request.getHeader("Content-Length"), most(request));
    }

    private static int most(HttpServletRequest request) {
        return request.getUserPrincipal() == null ? MOST_OF_A_STRANGER : BodyGuard.MAX_BYTES;
    }
}
