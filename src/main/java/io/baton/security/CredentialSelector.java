package io.baton.security;

import io.baton.security.Authentication.Proof;
import io.baton.security.IssuedTokens.Purpose;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/** Decides which of the tokens that a request shows counts: a bearer token, good or bad, wins over the cookies. */
@ApplicationScoped
class CredentialSelector {
    @Inject
    IssuedTokens ownTokens;

    @Inject
    ExternalTokens outsideTokens;

    Optional<Authentication> check(PresentedCredentials presented) {
        return presented.bearer().isPresent()
                ? presented.bearer().flatMap(this::byBearer)
                : byCookie(presented).map(identity -> new Authentication(identity, Proof.COOKIE));
    }

    private Optional<Authentication> byBearer(String token) {
        var own = TokenVerifier.claimedIssuer(token).map(IssuedTokens.ISSUER::equals);
        if (own.isEmpty()) {
            return Optional.empty();
        }
        return own.get()
                ? ownTokens
                        .verify(token, Purpose.SESSION)
                        .map(identity -> new Authentication(identity, Proof.OWN_BEARER))
                : outsideTokens.verify(token).map(identity -> new Authentication(identity, Proof.OUTSIDE_BEARER));
    }

    /** The stream's cookie first: it is the younger one, and was set by a call that showed who it is from. */
    private Optional<Identity> byCookie(PresentedCredentials presented) {
        return presented
                .streamCookie()
                .filter(token -> presented.readsAnAnswer())
                .flatMap(token -> ownTokens.verify(token, Purpose.STREAM))
                .or(() -> presented.sessionCookie().flatMap(token -> ownTokens.verify(token, Purpose.SESSION)));
    }
}
