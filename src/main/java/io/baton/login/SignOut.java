package io.baton.login;

import io.baton.security.Identity;
import io.baton.security.IssuedTokens;
import io.baton.security.IssuedTokens.Purpose;
import io.baton.security.PresentedCredentials;
import io.baton.security.RevokedSessions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.stream.Stream;

/** Revokes the sessions of all tokens in a request, on all nodes. */
@ApplicationScoped
class SignOut {
    @Inject
    IssuedTokens issuedTokens;

    @Inject
    RevokedSessions sessions;

    void of(PresentedCredentials presented) {
        Stream.of(
                        verified(presented.bearer(), Purpose.SESSION),
                        verified(presented.sessionCookie(), Purpose.SESSION),
                        verified(presented.streamCookie(), Purpose.STREAM))
                .flatMap(Optional::stream)
                .forEach(identity ->
                        identity.session().ifPresent(session -> sessions.revoke(session, identity.expiresAt())));
    }

    private Optional<Identity> verified(Optional<String> token, Purpose purpose) {
        return token.flatMap(each -> issuedTokens.verify(each, purpose));
    }
}
