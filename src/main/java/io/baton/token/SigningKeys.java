package io.baton.token;

import io.baton.keyfile.InvalidKeys;
import io.baton.platform.Schedule;
import io.baton.platform.TaskScheduler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Logger;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwt.JwtClaims;

/**
 * Signs and verifies our own tokens. The keys are in a file that is the same on all nodes, and a changed file takes effect by itself; one
 * that can't be used is reported, and the keys before it stay. Without that file the server's key for TLS signs, which the server may
 * create while it starts: hence it is read when it is first needed.
 */
@ApplicationScoped
public class SigningKeys {
    public static final String ISSUER = "urn:baton";
    public static final String AUDIENCE = "baton";

    private static final Logger LOG = Logger.getLogger(SigningKeys.class.getName());
    private static final Schedule READ_FILE = Schedule.every(Duration.ofSeconds(10));
    private static final Set<String> ALGORITHMS = Set.of("RS256", "ES256", "ES384", "ES512");

    @Inject
    TokenConfig config;

    @Inject
    Clock clock;

    @Inject
    TaskScheduler tasks;

    private volatile SigningKeySet keys;
    private volatile TokenVerifier verifier;
    private volatile String fault;

    void begin(@Observes @Priority(4) Startup startup) {
        tasks.start("signing-keys", READ_FILE, this::renew);
    }

    /** @return the compact form */
    public String sign(JwtClaims claims) {
        try {
            return SigningKeySet.sign(claims, current().signer(clock.instant()));
        } catch (InvalidKeys tooNew) {
            throw unusable(tooNew);
        }
    }

    /** The claims of a token that is valid and ours; whether it was revoked, and what it is for, is not known here. */
    public Optional<TokenClaims> verify(String token) {
        return UnverifiedToken.read(token)
                .filter(claimed -> UnverifiedToken.issuerOf(claimed).equals(ISSUER))
                .map(verifier()::verify)
                .flatMap(verdict -> switch (verdict) {
                    case TokenVerdict.Valid(var claims, var roles) -> Optional.of(claims);
                    case TokenVerdict.Invalid invalid -> Optional.empty();
                    case TokenVerdict.Unknown unknown -> Optional.empty();
                });
    }

    /** The public keys, as RFC 7517 writes a set of them. */
    public String json() {
        return current().json();
    }

    /** Why the file that is there now can't be used; empty if it is in use. */
    public Optional<String> fault() {
        return Optional.ofNullable(fault);
    }

    /** Reads the file again. */
    void renew() {
        try {
            var read = config.signingKeys();
            read.signer(clock.instant());
            if (keys != null && !ids(read).equals(ids(keys))) {
                LOG.info("Tokens of Baton are now signed or verified with the keys " + ids(read));
            }
            keys = read;
            fault = null;
        } catch (InvalidKeys unusable) {
            if (fault == null) {
                LOG.warning("The file with the signing keys " + unusable.getMessage() + ". The keys before it stay.");
            }
            fault = unusable.getMessage();
        }
    }

    private static List<String> ids(SigningKeySet keys) {
        return keys.keys().stream().map(PublicJsonWebKey::getKeyId).sorted().toList();
    }

    private SigningKeySet current() {
        var known = keys;
        if (known == null) {
            try {
                known = config.signingKeys();
                keys = known;
            } catch (InvalidKeys unreadable) {
                throw unusable(unreadable);
            }
        }
        return known;
    }

    private IllegalStateException unusable(InvalidKeys why) {
        return new IllegalStateException("The file with the signing keys " + why.getMessage(), why);
    }

    private TokenVerifier verifier() {
        var made = verifier;
        if (made == null) {
            made = new TokenVerifier(
                    ISSUER,
                    Set.of(AUDIENCE),
                    ALGORITHMS,
                    TokenTimes.USUAL,
                    keyId -> IssuerKeys.withId(current().keys(), keyId),
                    clock,
                    plain -> {});
            verifier = made;
        }
        return made;
    }
}
