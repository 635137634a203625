package io.baton.oidc;

import com.nimbusds.jwt.JWTParser;
import com.nimbusds.openid.connect.sdk.claims.LogoutTokenClaimsSet;
import io.baton.oidc.ProviderTokens.Invalid;
import io.baton.platform.SlidingWindows;
import io.baton.platform.SlidingWindows.Window;
import io.baton.security.Caller;
import io.baton.security.ProviderSession;
import io.baton.security.RevokedSessions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.logging.Logger;

/**
 * Ends sessions when the provider says so (OpenID Connect Back-Channel Logout 1.0): those of one session there, or all of a user. Each
 * token counts once.
 */
@ApplicationScoped
public class LogoutTokens {
    private static final Logger LOG = Logger.getLogger(LogoutTokens.class.getName());

    /** An older one may be forgotten already. Providers make them valid for two minutes, as the specification says. */
    private static final Duration OLDEST = Duration.ofMinutes(5);

    @Inject
    ProviderTokens verified;

    @Inject
    RevokedSessions sessions;

    @Inject
    SlidingWindows windows;

    @Inject
    Clock clock;

    /**
     * Ends what the token names.
     *
     * @return whether it is valid
     * @throws ProviderAway where that can't be checked
     */
    public boolean end(String token) {
        try {
            var claims = verified.logoutToken(JWTParser.parse(token));
            requireNew(claims);
            end(claims);
            return true;
        } catch (ParseException malformed) {
            LOG.warning("No session was ended: the logout token is malformed");
        } catch (Invalid invalid) {
            LOG.warning("No session was ended: " + invalid.getMessage());
        }
        return false;
    }

    private void requireNew(LogoutTokenClaimsSet claims) throws Invalid {
        var issued = Instant.ofEpochSecond(((Number) claims.getClaim("iat")).longValue());
        if (issued.isBefore(clock.instant().minus(OLDEST))) {
            throw new Invalid("the logout token is too old");
        }
        var once =
                Caller.userIdOf(claims.getIssuer().getValue(), claims.getJWTID().getValue());
        if (!windows.take(new Window("logout-token:" + once, 1, OLDEST.multipliedBy(2)))
                .isZero()) {
            throw new Invalid("the logout token was used before");
        }
    }

    private void end(LogoutTokenClaimsSet claims) {
        var issuer = claims.getIssuer().getValue();
        if (claims.getSessionID() != null) {
            sessions.revoke(ProviderSession.of(issuer, claims.getSessionID().getValue()));
        } else {
            sessions.revokeAllOf(Caller.userIdOf(issuer, claims.getSubject().getValue()));
        }
    }
}
