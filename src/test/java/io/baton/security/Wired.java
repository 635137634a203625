package io.baton.security;

import io.baton.token.GroupMapping;
import io.baton.token.Mint;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;

/** The beans of this package, wired by hand, at {@link Mint#NOW}. */
final class Wired {
    static final Clock CLOCK = Clock.fixed(Mint.NOW, ZoneOffset.UTC);

    private Wired() {}

    static IssuedTokens issuedTokens(Mint mint) {
        var tokens = new IssuedTokens();
        tokens.clock = CLOCK;
        tokens.revokedSessions = revokedSessions();
        tokens.signingKeys = mint.signingKeys(CLOCK);
        return tokens;
    }

    /** With a table that can't be reached. */
    static RevokedSessions revokedSessions() {
        var sessions = new RevokedSessions();
        sessions.clock = CLOCK;
        sessions.config = new SecurityConfig();
        sessions.rows = new RevocationTable() {
            @Override
            public void store(Revocation ended) {
                throw new IllegalStateException("away");
            }
        };
        return sessions;
    }

    static ExternalTokens externalTokens(Map<String, String> settings) {
        var tokens = new ExternalTokens();
        tokens.issuers = Mint.issuers(settings, CLOCK);
        tokens.groups = new GroupMapping();
        return tokens;
    }

    static CredentialSelector credentials(IssuedTokens own, ExternalTokens outside) {
        var credentials = new CredentialSelector();
        credentials.issuedTokens = own;
        credentials.externalTokens = outside;
        return credentials;
    }

    static SessionCookies cookies(IssuedTokens own) {
        var cookies = new SessionCookies();
        cookies.issuedTokens = own;
        cookies.clock = CLOCK;
        cookies.config = new SecurityConfig();
        return cookies;
    }
}
