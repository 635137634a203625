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

/** Turns away what is spelled so that the server, or we, would stumble over it, and shows the rest as its client sent it. */
public class FrontDoor extends HttpFilter {
    private static final long serialVersionUID = 1L;
    /** What no field value may hold (RFC 9110, 5.5), such as NUL, which no text of the database may hold either. */
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0a-\\x1f\\x7f]");

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (response.isCommitted()) {
            // refused already; where anybody may call, the server goes on all the same
            return;
        }
        // A request whose body was read comes once more, with its path decoded.
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
        if (!Escapes.areSound(request.getRequestURI()) || !Escapes.areSound(request.getQueryString())) {
            return Optional.of(Problem.badField("url", "problem.escape"));
        }
        return Collections.list(request.getHeaderNames()).stream()
                .filter(name -> Collections.list(request.getHeaders(name)).stream()
                        .anyMatch(value -> CONTROL.matcher(value).find()))
                .findFirst()
                .map(name -> Problem.badField(name, "problem.control", name));
    }

    /** The request as the client made it, also where a proxy has passed it on. */
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

        /** The server itself would put whatever X-Forwarded-Proto holds before it. */
        @Override
        public StringBuffer getRequestURL() {
            var scheme = getScheme();
            var port = getServerPort();
            var isUsual = port == (client.secure() ? HTTPS : HTTP);
            return new StringBuffer(scheme + "://" + getServerName() + (isUsual ? "" : ":" + port) + getRequestURI());
        }
    }
}
