package io.baton.security;

import io.baton.http.ClientAddress;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The tokens in a request, not yet verified.
 *
 * @param readsAnAnswer whether the request is one that an {@code EventSource} makes, for which the stream's cookie is valid
 */
public record PresentedCredentials(
        Optional<String> bearer, Optional<String> sessionCookie, Optional<String> streamCookie, boolean readsAnAnswer) {
    private static final String SCHEME = "Bearer ";
    private static final Pattern ANSWERS = Pattern.compile("/api/chat/(stream|answers/[^/]+/events)");

    public static PresentedCredentials by(HttpServletRequest request) {
        return new PresentedCredentials(
                bearerOf(request.getHeader("Authorization")),
                cookie(request, SetCookie.SESSION),
                cookie(request, SetCookie.STREAM),
                readsAnAnswer(request.getMethod(), RequestPath.of(request)));
    }

    /** OpenAI's clients send no cookies, so on their paths a cookie could only come from a forged request. */
    private static boolean takesCookies(HttpServletRequest request) {
        return !ErrorResponse.isOpenAi(RequestPath.of(request));
    }

    /** The token of a browser in which somebody has signed in before. */
    public static Optional<String> deviceCookie(HttpServletRequest request) {
        return cookie(request, SetCookie.DEVICE);
    }

    static Optional<String> bearerOf(String authorization) {
        return Optional.ofNullable(authorization)
                .filter(header -> header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(header -> header.substring(SCHEME.length()).strip());
    }

    static boolean readsAnAnswer(String method, String path) {
        return method.equals("GET") && ANSWERS.matcher(path).matches();
    }

    /** Over TLS only cookies that no other host and no plain http can have set. */
    static Optional<String> cookie(HttpServletRequest request, String name) {
        return cookie(request, SetCookie.HOST_ONLY, name);
    }

    /** @param tlsPrefix of the cookie's name over TLS */
    static Optional<String> cookie(HttpServletRequest request, String tlsPrefix, String name) {
        var prefix = ClientAddress.of(request).secure() ? tlsPrefix : "";
        return Stream.ofNullable(request.getCookies())
                .flatMap(Stream::of)
                .filter(cookie -> takesCookies(request) && cookie.getName().equals(prefix + name))
                .map(Cookie::getValue)
                .findFirst();
    }
}
