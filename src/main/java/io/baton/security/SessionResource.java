package io.baton.security;

import io.baton.platform.Problem;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Exchanges a bearer token of the outside issuer for the session cookie. */
@Path("auth/session")
public class SessionResource {
    @Inject
    SessionCookies cookies;

    @Inject
    SignOut signOut;

    @Context
    HttpServletRequest request;

    /** Our own tokens are refused: exchanging them would prolong a sign-in for ever. */
    @POST
    public Response begin() {
        var identity = SignIn.of(request)
                .filter(signIn -> signIn.proof() == SignIn.Proof.OUTSIDE_BEARER)
                .map(SignIn::identity)
                .orElseThrow(() -> Problem.forbidden("problem.outside-bearer"));
        return setting(cookies.forSession(identity, request.isSecure()));
    }

    /** Ends the session of each token of ours that the request shows, and takes the cookies back. */
    @DELETE
    public Response end() {
        signOut.of(Presented.by(request));
        return setting(SessionCookies.forNobody(request.isSecure()));
    }

    private static Response setting(List<SetCookie> cookies) {
        var response = Response.noContent();
        cookies.forEach(cookie -> response.header(SetCookie.HEADER, cookie.header()));
        return response.build();
    }
}
