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

/** Ends the sessions that a request shows tokens of, with all their tokens, on all nodes. */
@ApplicationScoped
class SignOut {
    @Inject
    IssuedTokens ownTokens;

    @Inject
    RevokedSessions sessions;

    void of(PresentedCredentials presented) {
        Stream.of(
                        verified(presented.bearer(), Purpose.SESSION),
                        verified(presented.sessionCookie(), Purpose.SESSION),
                        verified(presented.streamCookie(), Purpose.STREAM))
                .flatMap(Optional::stream)
                .forEach(identity ->
                        identity.session().ifPresent(session -> sessions.end(session, identity.expiresAt())));
    }

    private Optional<Identity> verified(Optional<String> token, Purpose purpose) {
        return token.flatMap(each -> ownTokens.verify(each, purpose));
    }
}
