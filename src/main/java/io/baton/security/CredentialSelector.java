package io.baton.security;

import io.baton.security.Authentication.Proof;
import io.baton.security.IssuedTokens.Purpose;
import io.baton.token.TokenVerifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/** Authenticates a request by one of its tokens: a bearer token, valid or not, takes precedence over the cookies. */
@ApplicationScoped
class CredentialSelector {
    @Inject
    IssuedTokens issuedTokens;

    @Inject
    ExternalTokens externalTokens;

    /** Empty where the request has no valid token. */
    Optional<Authentication> authenticate(PresentedCredentials presented) {
        return presented.bearer().isPresent()
                ? presented.bearer().flatMap(this::byBearer)
                : byCookie(presented).map(identity -> new Authentication(identity, Proof.COOKIE));
    }

    private Optional<Authentication> byBearer(String token) {
        var isOurs = TokenVerifier.claimedIssuer(token).map(IssuedTokens.ISSUER::equals);
        if (isOurs.isEmpty()) {
            return Optional.empty();
        }
        return isOurs.get()
                ? issuedTokens
                        .verify(token, Purpose.SESSION)
                        .map(identity -> new Authentication(identity, Proof.ISSUED_BEARER))
                : externalTokens.verify(token).map(identity -> new Authentication(identity, Proof.EXTERNAL_BEARER));
    }

    /** The stream's cookie first: it is newer, and was set by a call with a bearer token. */
    private Optional<Identity> byCookie(PresentedCredentials presented) {
        return presented
                .streamCookie()
                .filter(token -> presented.readsAnAnswer())
                .flatMap(token -> issuedTokens.verify(token, Purpose.STREAM))
                .or(() -> presented.sessionCookie().flatMap(token -> issuedTokens.verify(token, Purpose.SESSION)));
    }
}
