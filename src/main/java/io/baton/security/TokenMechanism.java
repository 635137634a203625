package io.baton.security;

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
 * Tells the container who is calling, anew for each request. What needs a caller is said in {@code web.xml}; where
 * nothing does, a token that can't be believed counts as none.
 */
@ApplicationScoped
class TokenMechanism implements HttpAuthenticationMechanism {
    @Inject
    CredentialSelector credentials;

    @Inject
    SecurityConfig config;

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        if (ClientAddress.of(request).secure()) {
            response.setHeader("Strict-Transport-Security", "max-age=31536000");
        }
        if (context.isProtected() && !HttpMethods.isKnown(request)) {
            return refuseNow(request, response, HttpMethods.unknown());
        }
        if (BasicCredentials.areBrokenIn(request.getHeader("Authorization"))) {
            return refuseNow(request, response, Problem.of(Problem.Kind.NOT_SIGNED_IN, "problem.basic"));
        }
        try {
            return validate(request, context);
        } catch (RuntimeException unexpected) {
            return refuseNow(request, response, unexpected);
        }
    }

    private AuthenticationStatus validate(HttpServletRequest request, HttpMessageContext context) {
        var presented = PresentedCredentials.by(request);
        var signIn = credentials.check(presented);
        if (signIn.isPresent()) {
            signIn.get().keepWith(request);
            var caller = signIn.get().caller();
            return context.notifyContainerAboutLogin(caller, caller.roles());
        }
        return context.isProtected() ? challenge(request, presented, context) : context.doNothing();
    }

    /**
     * Liberty decodes Basic credentials too, for its audit, and fails on those it can't decode once it has our word; and it
     * puts pages of its own in the place of some statuses. So the answer must be gone by then.
     */
    private static AuthenticationStatus refuseNow(
            HttpServletRequest request, HttpServletResponse response, Exception why) {
        ErrorResponse.write(request, response, why);
        try {
            response.flushBuffer();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
        return AuthenticationStatus.SEND_FAILURE;
    }

    private AuthenticationStatus challenge(
            HttpServletRequest request, PresentedCredentials presented, HttpMessageContext context) {
        if (!ErrorResponse.isApi(RequestPath.of(request))) {
            var next = URLEncoder.encode(wanted(request), StandardCharsets.UTF_8);
            context.getResponse().setHeader("Cache-Control", "no-store");
            return context.redirect("/login?next=" + next);
        }
        var why = presented.bearer().isPresent() ? "problem.bearer" : "problem.credentials";
        showToOthers(request, context.getResponse());
        ErrorResponse.write(request, context.getResponse(), Problem.of(Problem.Kind.NOT_SIGNED_IN, why));
        return AuthenticationStatus.SEND_FAILURE;
    }

    /** The server answers the preflight, but this answer comes before it adds its headers. */
    private void showToOthers(HttpServletRequest request, HttpServletResponse response) {
        var origin = request.getHeader("Origin");
        if (origin != null && SameOrigin.isNamed(origin, config.allowedOrigins())) {
            response.setHeader("Access-Control-Allow-Origin", origin);
            response.setHeader("Vary", "Origin");
        }
    }

    private static String wanted(HttpServletRequest request) {
        var query = request.getQueryString();
        return LocalPath.of(query == null ? request.getRequestURI() : request.getRequestURI() + '?' + query);
    }
}
