package io.baton.edge;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;

/**
 * A response whose redirects stay on this site. The server's own redirects contain the host of the request, so a forged {@code Host}
 * would send a browser to another site.
 */
final class RelativeRedirects extends HttpServletResponseWrapper {
    private static final String LOCATION = "Location";

    RelativeRedirects(HttpServletResponse response) {
        super(response);
    }

    @Override
    public void sendRedirect(String location, int status, boolean clearBuffer) throws IOException {
        super.sendRedirect(relative(location), status, clearBuffer);
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        super.sendRedirect(relative(location));
    }

    @Override
    public void setHeader(String name, String value) {
        super.setHeader(name, LOCATION.equalsIgnoreCase(name) ? relative(value) : value);
    }

    @Override
    public void addHeader(String name, String value) {
        super.addHeader(name, LOCATION.equalsIgnoreCase(name) ? relative(value) : value);
    }

    /** Without scheme and host: Baton never redirects to another site. */
    static String relative(String location) {
        var path = location.replaceFirst("^[A-Za-z][A-Za-z0-9+.-]*://[^/]*", "").replaceFirst("^/{2,}", "/");
        return path.isEmpty() ? "/" : path;
    }
}
