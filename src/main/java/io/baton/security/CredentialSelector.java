package io.baton.security;

import io.baton.platform.Problem;
import io.baton.security.Authentication.Proof;
import io.baton.security.IssuedTokens.Purpose;
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

    /**
     * Empty where the request has no token, or a cookie that is no longer valid.
     *
     * @throws Problem if its token is not accepted, or can't be verified now
     */
    Optional<Authentication> authenticate(PresentedCredentials presented) {
        return presented.bearer().isPresent()
                ? presented.bearer().map(this::byBearer)
                : byCookie(presented).map(identity -> new Authentication(identity, Proof.COOKIE));
    }

    /** Ours first: that is known at once, and an issuer can't have our name. */
    private Authentication byBearer(String token) {
        return issuedTokens
                .verify(token, Purpose.SESSION)
                .map(identity -> new Authentication(identity, Proof.ISSUED_BEARER))
                .orElseGet(() -> new Authentication(externalTokens.verify(token), Proof.EXTERNAL_BEARER));
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
