package io.baton.security;

import io.baton.security.OwnTokens.Purpose;
import io.baton.security.SignIn.Proof;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/** Decides which of the tokens that a request shows counts: a bearer token, good or bad, wins over the cookies. */
@ApplicationScoped
class Credentials {
    @Inject
    OwnTokens ownTokens;

    @Inject
    OutsideTokens outsideTokens;

    Optional<SignIn> check(Presented presented) {
        return presented.bearer().isPresent()
                ? presented.bearer().flatMap(this::byBearer)
                : byCookie(presented).map(identity -> new SignIn(identity, Proof.COOKIE));
    }

    private Optional<SignIn> byBearer(String token) {
        var own = TokenVerifier.claimedIssuer(token).map(OwnTokens.ISSUER::equals);
        if (own.isEmpty()) {
            return Optional.empty();
        }
        return own.get()
                ? ownTokens.verify(token, Purpose.SESSION).map(identity -> new SignIn(identity, Proof.OWN_BEARER))
                : outsideTokens.verify(token).map(identity -> new SignIn(identity, Proof.OUTSIDE_BEARER));
    }

    /** The stream's cookie first: it is the younger one, and was set by a call that showed who it is from. */
    private Optional<Identity> byCookie(Presented presented) {
        return presented
                .streamCookie()
                .filter(token -> presented.readsAnAnswer())
                .flatMap(token -> ownTokens.verify(token, Purpose.STREAM))
                .or(() -> presented.sessionCookie().flatMap(token -> ownTokens.verify(token, Purpose.SESSION)));
    }
}
