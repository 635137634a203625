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
 * Prevents cross-site request forgery, and that another site signs a browser in as somebody else: a request that is authenticated by
 * a cookie, or that sends the login form, must come from our own origin or from an allowed one. It is a servlet filter, so that it
 * covers pages and JAX-RS.
 */
public class SameOriginFilter implements Filter {
    /** An origin as browsers write it, because the server's CORS support compares exactly. */
    static final String ORIGIN = "[a-z][a-z0-9+.-]*://([a-z0-9._-]+|\\[[0-9a-f:.]+])(:[0-9]{1,5})?";

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> FORMS = Set.of("/login", "/logout");

    @Inject
    SecurityConfig config;

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (isAcceptable((HttpServletRequest) request)) {
            chain.doFilter(request, response);
        } else {
            refuse((HttpServletRequest) request, (HttpServletResponse) response);
        }
    }

    private boolean isAcceptable(HttpServletRequest request) {
        var path = RequestPath.of(request);
        var guarded = FORMS.contains(path)
                || Authentication.of(request).filter(Authentication::isByCookie).isPresent();
        return !guarded
                || !changesState(request.getMethod(), path)
                || isFromAllowedOrigin(
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

    /** A GET of the stream may start an answer, which costs money; JAX-RS handles a HEAD like a GET. */
    static boolean changesState(String method, String path) {
        return !READING.contains(method) || !method.equals("OPTIONS") && path.equals("/api/chat/stream");
    }

    /**
     * Sec-Fetch-Site (W3C Fetch Metadata) decides first, then Origin. The value "none" is not ours: the browser sends it, with our
     * cookies, when somebody opens a link in a mail program. A request without either header is allowed: browsers send Origin with
     * each request of another origin's page that is not a GET or HEAD (WHATWG Fetch, "append a request Origin header"), and
     * Sec-Fetch-Site with each request to a secure or local site; a GET from another site has none of our cookies, which are
     * SameSite=Strict. So such a request does not come from a browser.
     */
    static boolean isFromAllowedOrigin(
            Optional<String> site, Optional<String> origin, String own, List<String> others) {
        if (site.filter("same-origin"::equals).isPresent()) {
            return true;
        }
        if (origin.isEmpty()) {
            return site.isEmpty();
        }
        return isAllowed(origin.get(), others) || site.isEmpty() && origin.get().equalsIgnoreCase(own);
    }

    /** "null" is the origin of all sandboxed pages, so it is never allowed. */
    static boolean isAllowed(String origin, List<String> others) {
        return !origin.equals("null") && others.stream().anyMatch(origin::equalsIgnoreCase);
    }
}
