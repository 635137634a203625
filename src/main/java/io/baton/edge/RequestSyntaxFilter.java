package io.baton.edge;

import io.baton.http.ClientAddress;
import io.baton.platform.Problem;
import io.baton.security.ErrorResponse;
import io.baton.security.HttpMethods;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Rejects requests whose method, URL or header fields are malformed, and presents the others as the client sent them, also where a
 * proxy has forwarded them.
 */
public class RequestSyntaxFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    /** Control characters, which no field value may contain (RFC 9110, 5.5). PostgreSQL takes no NUL either. */
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0a-\\x1f\\x7f]");

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (response.isCommitted()) {
            // Already rejected. Where no caller is needed, the server continues nevertheless.
            return;
        }
        // After its body was read, a request is dispatched again, with a decoded path.
        var broken = BodyReader.of(request).isPresent() ? Optional.<RuntimeException>empty() : problemOf(request);
        if (broken.isPresent()) {
            ErrorResponse.write(request, response, broken.get());
        } else {
            chain.doFilter(new FromClient(request), new RelativeRedirects(response));
        }
    }

    private static Optional<RuntimeException> problemOf(HttpServletRequest request) {
        if (!HttpMethods.isKnown(request)) {
            return Optional.of(HttpMethods.unknown());
        }
        if (!PercentEncoding.isValid(request.getRequestURI()) || !PercentEncoding.isValid(request.getQueryString())) {
            return Optional.of(Problem.badField("url", "problem.escape"));
        }
        return Collections.list(request.getHeaderNames()).stream()
                .filter(name -> Collections.list(request.getHeaders(name)).stream()
                        .anyMatch(value -> CONTROL.matcher(value).find()))
                .findFirst()
                .map(name -> Problem.badField(name, "problem.control", name));
    }

    /** The request with the client's address and scheme, also behind a proxy. */
    private static final class FromClient extends HttpServletRequestWrapper {
        private static final int HTTP = 80;
        private static final int HTTPS = 443;
        private final ClientAddress client;

        FromClient(HttpServletRequest request) {
            super(request);
            client = ClientAddress.of(request);
        }

        @Override
        public String getRemoteAddr() {
            return client.address();
        }

        @Override
        public boolean isSecure() {
            return client.secure();
        }

        @Override
        public String getScheme() {
            return client.secure() ? "https" : "http";
        }

        /** The server's own method would begin with whatever X-Forwarded-Proto contains. */
        @Override
        public StringBuffer getRequestURL() {
            var scheme = getScheme();
            var port = getServerPort();
            var isUsual = port == (client.secure() ? HTTPS : HTTP);
            return new StringBuffer(scheme + "://" + getServerName() + (isUsual ? "" : ":" + port) + getRequestURI());
        }
    }
}
