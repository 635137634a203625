package io.baton.login;

import io.baton.audit.SignInEvents;
import io.baton.security.Identity;
import io.baton.security.IssuedTokens;
import io.baton.security.IssuedTokens.Purpose;
import io.baton.security.PresentedCredentials;
import io.baton.security.RevokedSessions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Revokes the sessions of all tokens in a request, on all nodes. */
@ApplicationScoped
class SignOut {
    @Inject
    IssuedTokens issuedTokens;

    @Inject
    RevokedSessions sessions;

    @Inject
    SignInEvents events;

    /** @return whether one of them was begun at the OpenID Connect provider */
    boolean of(PresentedCredentials presented) {
        var seen = new HashSet<UUID>();
        var identities = Stream.of(
                        verified(presented.bearer(), Purpose.SESSION),
                        verified(presented.sessionCookie(), Purpose.SESSION),
                        verified(presented.streamCookie(), Purpose.STREAM))
                .flatMap(Optional::stream)
                .filter(identity -> identity.session().filter(seen::add).isPresent())
                .toList();
        identities.forEach(this::end);
        return identities.stream().anyMatch(identity -> identity.elsewhere().isPresent());
    }

    private void end(Identity identity) {
        identity.session().ifPresent(session -> {
            sessions.revoke(session, identity.expiresAt());
            events.signedOut(identity);
        });
    }

    private Optional<Identity> verified(Optional<String> token, Purpose purpose) {
        return token.flatMap(each -> issuedTokens.verify(each, purpose));
    }
}
