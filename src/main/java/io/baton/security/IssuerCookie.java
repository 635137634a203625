package io.baton.security;

import io.baton.security.Authentication.Proof;
import io.baton.token.TokenConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The cookie in which a site around Baton may keep a token of its issuer ({@code mp.jwt.token.header}, {@code mp.jwt.token.cookie}). It
 * is a cookie like ours: none for OpenAI's clients, and other sites can't change anything with it.
 */
@ApplicationScoped
class IssuerCookie {
    @Inject
    TokenConfig config;

    @Inject
    ExternalTokens tokens;

    /** Empty if there is none, or none that is accepted. */
    Optional<Authentication> authenticate(HttpServletRequest request) {
        return config.cookie()
                .filter(name -> !ErrorResponse.isOpenAi(RequestPath.of(request)))
                .flatMap(name -> value(request, name))
                .flatMap(tokens::verifyCookie)
                .map(identity -> new Authentication(identity, Proof.COOKIE));
    }

    private static Optional<String> value(HttpServletRequest request, String name) {
        return Stream.ofNullable(request.getCookies())
                .flatMap(Stream::of)
                .filter(cookie -> cookie.getName().equals(name))
                .map(Cookie::getValue)
                .findFirst();
    }
}
