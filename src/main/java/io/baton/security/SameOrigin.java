package io.baton.security;

import io.baton.platform.Problem;
import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps other sites from acting through a signed-in browser (cross-site request forgery), and from signing it in as
 * somebody else: what a cookie alone allows, and the login form, must come from a page of ours or of an origin on the
 * list. A servlet filter, so that pages and every JAX-RS application are behind it.
 */
public class SameOrigin implements Filter {
    /** An origin as browsers write it, since the server compares letter by letter. */
    static final String ORIGIN = "[a-z][a-z0-9+.-]*://([a-z0-9._-]+|\\[[0-9a-f:.]+])(:[0-9]{1,5})?";

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> FORMS = Set.of("/login", "/logout");

    @Inject
    SecurityConfig config;

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (allowed((HttpServletRequest) request)) {
            chain.doFilter(request, response);
        } else {
            refuse((HttpServletRequest) request, (HttpServletResponse) response);
        }
    }

    private boolean allowed(HttpServletRequest request) {
        var path = RequestPath.of(request);
        var guarded = FORMS.contains(path)
                || Authentication.of(request)
                        .filter(Authentication::byCookieAlone)
                        .isPresent();
        return !guarded
                || !changesState(request.getMethod(), path)
                || isFromOurs(
                        Optional.ofNullable(request.getHeader("Sec-Fetch-Site")),
                        Optional.ofNullable(request.getHeader("Origin")),
                        request.getScheme() + "://" + request.getHeader("Host"),
                        config.allowedOrigins());
    }

    private static void refuse(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (ErrorResponse.isApi(RequestPath.of(request))) {
            ErrorResponse.write(request, response, Problem.forbidden("problem.same-origin"));
        } else {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
        }
    }

    /** A GET of the stream may begin an answer, which costs money; JAX-RS takes a HEAD for a GET. */
    static boolean changesState(String method, String path) {
        return !READING.contains(method) || !method.equals("OPTIONS") && path.equals("/api/chat/stream");
    }

    /**
     * What the browser says of itself decides first (W3C Fetch Metadata), then the origin of the page. "none" is not
     * from ours: so comes a link in a mail program, which the browser opens with our cookies. Where it says neither, the request is let through: browsers send Origin with every request of another origin's page that is not
     * a GET or HEAD (WHATWG Fetch, "append a request Origin header"), and Sec-Fetch-Site with every request to a secure
     * or local site; a GET from another site comes without our cookies, which are SameSite=Strict. What is left is no
     * browser, and so nobody's cookie but its own.
     */
    static boolean isFromOurs(Optional<String> site, Optional<String> origin, String own, List<String> others) {
        if (site.filter("same-origin"::equals).isPresent()) {
            return true;
        }
        if (origin.isEmpty()) {
            return site.isEmpty();
        }
        return isNamed(origin.get(), others) || site.isEmpty() && origin.get().equalsIgnoreCase(own);
    }

    /** "null" is what every sandboxed page sends, and never a name. */
    static boolean isNamed(String origin, List<String> others) {
        return !origin.equals("null") && others.stream().anyMatch(origin::equalsIgnoreCase);
    }
}
