package io.baton.security;

import io.baton.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Tells the container who is calling, anew for each request. What needs a caller is said in {@code web.xml}; where
 * nothing does, a token that can't be believed counts as none.
 */
@ApplicationScoped
class TokenMechanism implements HttpAuthenticationMechanism {
    @Inject
    Credentials credentials;

    @Inject
    SecurityConfig config;

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        var presented = Presented.by(request);
        var signIn = credentials.check(presented);
        if (signIn.isPresent()) {
            signIn.get().keepWith(request);
            var caller = signIn.get().caller();
            return context.notifyContainerAboutLogin(caller, caller.roles());
        }
        if (context.isProtected()) {
            return challenge(request, presented, context);
        }
        return BasicCredentials.areBrokenIn(request.getHeader("Authorization"))
                ? refuseBroken(context)
                : context.doNothing();
    }

    /** Liberty looks at Basic credentials too where nobody is needed, and fails with a 500 on what it can't decode. */
    private static AuthenticationStatus refuseBroken(HttpMessageContext context) {
        var problem = Problem.of(Problem.Kind.NOT_SIGNED_IN, "The Basic credentials can't be decoded.");
        Refusal.write(context.getResponse(), problem);
        return AuthenticationStatus.SEND_FAILURE;
    }

    private AuthenticationStatus challenge(
            HttpServletRequest request, Presented presented, HttpMessageContext context) {
        if (!Refusal.isApi(RequestPath.of(request))) {
            var next = URLEncoder.encode(wanted(request), StandardCharsets.UTF_8);
            context.getResponse().setHeader("Cache-Control", "no-store");
            return context.redirect("/login?next=" + next);
        }
        var why = presented.bearer().isPresent()
                ? "The bearer token was not accepted."
                : "A bearer token or the session cookie is needed.";
        showToOthers(request, context.getResponse());
        Refusal.write(context.getResponse(), Problem.of(Problem.Kind.NOT_SIGNED_IN, why));
        return AuthenticationStatus.SEND_FAILURE;
    }

    /** The server answers the preflight, but this answer comes before it adds its headers. */
    private void showToOthers(HttpServletRequest request, HttpServletResponse response) {
        var origin = request.getHeader("Origin");
        if (origin != null && SameOrigin.isNamed(origin, config.allowedOrigins.orElse(List.of()))) {
            response.setHeader("Access-Control-Allow-Origin", origin);
            response.setHeader("Vary", "Origin");
        }
    }

    private static String wanted(HttpServletRequest request) {
        var query = request.getQueryString();
        return LocalPath.of(query == null ? request.getRequestURI() : request.getRequestURI() + '?' + query);
    }
}
