package io.baton.login;

import io.baton.platform.Problem;
import io.baton.security.BasicCredentials;
import io.baton.security.Identity;
import io.baton.security.IssuedTokens;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;

/** Issues a bearer token for name and password of an embedded user. */
@Path("auth/token")
public class TokenResource {
    private static final Duration AWAY = Duration.ofSeconds(10);

    @Inject
    PasswordSignIn passwords;

    @Context
    HttpServletRequest request;

    @Inject
    IssuedTokens issuedTokens;

    @Inject
    Clock clock;

    /** As in RFC 6749, 5.1; {@code expires_in} in seconds. */
    public record TokenView(String access_token, String token_type, long expires_in) {}

    @POST
    @Produces(MediaType.APPLICATION_JSON)
    public Response token(@HeaderParam(HttpHeaders.AUTHORIZATION) String authorization) {
        if (!passwords.isOn()) {
            throw Problem.of(Problem.Kind.NOT_FOUND, "problem.no-embedded-users");
        }
        var given = BasicCredentials.in(authorization)
                .orElseThrow(() -> Problem.of(Problem.Kind.NOT_SIGNED_IN, "problem.password-missing"));
        return switch (passwords.attempt(given, request)) {
            case SignInResult.SignedIn(var identity, var device) -> token(identity);
            case SignInResult.Wrong() -> throw Problem.of(Problem.Kind.NOT_SIGNED_IN, "problem.wrong-password");
            case SignInResult.Away() ->
                throw Problem.temporary(Problem.Kind.UNAVAILABLE, AWAY, "problem.registry-away");
            case SignInResult.TooMany tooMany ->
                throw Problem.temporary(
                        Problem.Kind.RATE_LIMITED,
                        tooMany.retryAfter(),
                        "problem.too-many-attempts",
                        tooMany.seconds());
        };
    }

    private Response token(Identity identity) {
        var left = Duration.between(clock.instant(), identity.expiresAt());
        var token = issuedTokens.issue(identity, IssuedTokens.Purpose.SESSION);
        return Response.ok(new TokenView(token, "Bearer", left.toSeconds())).build();
    }
}
