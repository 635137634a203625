package io.baton.login;

import io.baton.audit.SignInEvents;
import io.baton.platform.Problem;
import io.baton.platform.SlidingWindows;
import io.baton.platform.SlidingWindows.Window;
import io.baton.security.Authentication;
import io.baton.security.PresentedCredentials;
import io.baton.security.SessionCookies;
import io.baton.security.SetCookie;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/** Exchanges a bearer token of the external issuer for the session cookie. */
@Path("auth/session")
public class SessionResource {
    @Inject
    SessionCookies cookies;

    @Inject
    SignOut signOut;

    @Inject
    SignInEvents events;

    @Inject
    SlidingWindows windows;

    @Inject
    @ConfigProperties
    SignInConfig config;

    @Context
    HttpServletRequest request;

    /** Rejects our own tokens: exchanging them would prolong a sign-in for ever. */
    @POST
    public Response begin() {
        var identity = Authentication.of(request)
                .filter(signIn -> signIn.proof() == Authentication.Proof.EXTERNAL_BEARER)
                .map(Authentication::identity)
                .orElseThrow(() -> Problem.forbidden("problem.outside-bearer"));
        var wait = windows.take(
                new Window("sessions:" + identity.caller().userId(), config.sessionsPerMinute, Duration.ofMinutes(1)));
        if (wait.isPositive()) {
            throw Problem.temporary(Problem.Kind.RATE_LIMITED, wait, "problem.sessions");
        }
        events.exchanged(identity);
        return setting(cookies.forSession(identity, request.isSecure()));
    }

    /** Revokes the session of each of our tokens in the request, and removes the cookies. */
    @DELETE
    public Response end() {
        signOut.of(PresentedCredentials.by(request));
        return setting(SessionCookies.forSignOut(request.isSecure()));
    }

    private static Response setting(List<SetCookie> cookies) {
        var response = Response.noContent();
        cookies.forEach(cookie -> response.header(SetCookie.HEADER, cookie.header()));
        return response.build();
    }
}
