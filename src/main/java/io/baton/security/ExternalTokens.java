package io.baton.security;

import io.baton.platform.Problem;
import io.baton.token.GroupMapping;
import io.baton.token.Issuers;
import io.baton.token.TokenClaims;
import io.baton.token.TokenVerdict;
import io.baton.token.TokenVerdict.Reason;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Says who somebody is by a token of an external issuer. The issuer is a part of that, so names of several never mix. */
@ApplicationScoped
class ExternalTokens {
    private static final Duration RETRY = Duration.ofSeconds(5);

    @Inject
    Issuers issuers;

    @Inject
    GroupMapping groups;

    /**
     * May block while the issuer's keys are fetched.
     *
     * @throws Problem 401 with the reason if the token is not accepted; 503 if that can't be known, because its issuer is away
     */
    Identity verify(String token) {
        return switch (issuers.verify(token)) {
            case TokenVerdict.Valid(var claims, var roles) -> identity(claims, roles);
            case TokenVerdict.Invalid(var reason) -> throw refused(reason);
            case TokenVerdict.Unknown() ->
                throw Problem.temporary(Problem.Kind.UNAVAILABLE, RETRY, "problem.issuer-away");
        };
    }

    /**
     * The same for one that is sent with each request, and which may have expired meanwhile: empty if it is not accepted.
     *
     * @throws Problem 503 if that can't be known
     */
    Optional<Identity> verifyCookie(String token) {
        try {
            return Optional.of(verify(token));
        } catch (Problem refused) {
            if (refused.kind() == Problem.Kind.NOT_SIGNED_IN) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    private Identity identity(TokenClaims claims, Set<String> roles) {
        if (claims.subject().isEmpty()) {
            throw refused(Reason.NOT_ACCEPTED);
        }
        return Identity.of(
                Caller.userIdOf(claims.text("iss"), claims.subject()), claims, roles, groups.groupsIn(claims.values()));
    }

    private static Problem refused(Reason reason) {
        return switch (reason) {
            case NOT_ACCEPTED, UNKNOWN_ISSUER -> problem("problem.bearer");
            case TOO_LONG -> problem("problem.bearer-too-long", Issuers.LONGEST_TOKEN);
            case EXPIRED -> problem("problem.bearer-expired");
            case NOT_YET_VALID -> problem("problem.bearer-early");
            case TOO_OLD -> problem("problem.bearer-old");
            case NO_ACCESS_TOKEN -> problem("problem.bearer-kind");
        };
    }

    private static Problem problem(String key, Object... values) {
        return Problem.of(Problem.Kind.NOT_SIGNED_IN, key, values);
    }
}
