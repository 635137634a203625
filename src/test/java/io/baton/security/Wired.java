package io.baton.security;

import io.baton.settings.CommaSeparated;
import io.baton.token.GroupMapping;
import io.baton.token.Mint;
import io.baton.token.SigningKey;
import io.baton.token.TokenConfig;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jose4j.jwk.RsaJsonWebKey;

/** The beans of this package, wired by hand, at {@link Mint#NOW}. */
final class Wired {
    static final Clock CLOCK = Clock.fixed(Mint.NOW, ZoneOffset.UTC);

    private Wired() {}

    static IssuedTokens issuedTokens(RsaJsonWebKey key) {
        var tokens = new IssuedTokens();
        tokens.clock = CLOCK;
        tokens.revokedSessions = revokedSessions();
        tokens.signingKey = new SigningKey() {
            @Override
            public RsaJsonWebKey get() {
                return key;
            }
        };
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

    static ExternalTokens externalTokens(String keys) {
        var config = new TokenConfig();
        config.issuer = Optional.of(Mint.ISSUER);
        config.audiences = Optional.of(CommaSeparated.of("another, " + Mint.AUDIENCE));
        config.publicKeyLocation = Optional.of(keys);
        var tokens = new ExternalTokens();
        tokens.clock = CLOCK;
        tokens.config = config;
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
