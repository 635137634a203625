package io.baton.security;

import io.baton.apikey.store.ApiKeys;
import io.baton.apikey.store.KeyText;
import io.baton.http.ClientAddress;
import io.baton.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Authenticates each request by its tokens, or by its API key. {@code web.xml} says which paths need a caller; on the others an invalid token is
 * ignored.
 */
@ApplicationScoped
class TokenMechanism implements HttpAuthenticationMechanism {
    @Inject
    CredentialSelector credentials;

    @Inject
    IssuerCookie issuerCookie;

    @Inject
    ApiKeys apiKeys;

    @Inject
    SecurityConfig config;

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        if (ClientAddress.of(request).secure()) {
            response.setHeader("Strict-Transport-Security", "max-age=31536000");
        }
        if (context.isProtected() && !HttpMethods.isKnown(request)) {
            return reject(request, response, HttpMethods.unknown());
        }
        if (BasicCredentials.areMalformedIn(request.getHeader("Authorization"))) {
            return reject(request, response, Problem.of(Problem.Kind.NOT_SIGNED_IN, "problem.basic"));
        }
        try {
            return validate(request, context);
        } catch (Problem refused) {
            return context.isProtected() ? refuse(request, refused, context) : context.doNothing();
        } catch (RuntimeException unexpected) {
            return reject(request, response, unexpected);
        }
    }

    private AuthenticationStatus validate(HttpServletRequest request, HttpMessageContext context) {
        var presented = PresentedCredentials.by(request);
        var signIn = presented
                .bearer()
                .filter(KeyText::isMeant)
                .map(key -> Authentication.by(
                        apiKeys.check(key, ClientAddress.of(request).address())))
                .or(() -> credentials.authenticate(presented))
                .or(() -> issuerCookie.authenticate(request));
        if (signIn.isPresent()) {
            signIn.get().attachTo(request);
            var caller = signIn.get().caller();
            return context.notifyContainerAboutLogin(caller, caller.roles());
        }
        return context.isProtected() ? challenge(request, context) : context.doNothing();
    }

    /**
     * Commits the response. Afterwards Liberty decodes Basic credentials too, for its audit, and fails on malformed ones; and it
     * replaces the bodies of some statuses by its own pages.
     */
    private static AuthenticationStatus reject(
            HttpServletRequest request, HttpServletResponse response, Exception why) {
        ErrorResponse.write(request, response, why);
        try {
            response.flushBuffer();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
        return AuthenticationStatus.SEND_FAILURE;
    }

    private AuthenticationStatus refuse(HttpServletRequest request, Problem refused, HttpMessageContext context) {
        if (refused.kind() == Problem.Kind.NOT_SIGNED_IN && !ErrorResponse.isApi(RequestPath.of(request))) {
            return challenge(request, context);
        }
        allowOrigin(request, context.getResponse());
        return reject(request, context.getResponse(), refused);
    }

    private AuthenticationStatus challenge(HttpServletRequest request, HttpMessageContext context) {
        if (!ErrorResponse.isApi(RequestPath.of(request))) {
            var next = URLEncoder.encode(requestedPath(request), StandardCharsets.UTF_8);
            context.getResponse().setHeader("Cache-Control", "no-store");
            return context.redirect("/login?next=" + next);
        }
        allowOrigin(request, context.getResponse());
        ErrorResponse.write(
                request, context.getResponse(), Problem.of(Problem.Kind.NOT_SIGNED_IN, "problem.credentials"));
        return AuthenticationStatus.SEND_FAILURE;
    }

    /** The server answers preflights, but this response is written before the server adds its CORS headers. */
    private void allowOrigin(HttpServletRequest request, HttpServletResponse response) {
        var origin = request.getHeader("Origin");
        if (origin != null && SameOriginFilter.isAllowed(origin, config.allowedOrigins())) {
            response.setHeader("Access-Control-Allow-Origin", origin);
            response.setHeader("Vary", "Origin");
        }
    }

    private static String requestedPath(HttpServletRequest request) {
        var query = request.getQueryString();
        return LocalPath.of(query == null ? request.getRequestURI() : request.getRequestURI() + '?' + query);
    }
}
