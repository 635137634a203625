package io.baton.token;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.VerificationKeyResolver;

/**
 * Verifies the signed tokens of one issuer: RS256 only; issuer, audience, subject and expiry are required. The key comes
 * from {@code keys} alone: headers that contain or point to a key (jwk, jku, x5c, x5u) are ignored.
 */
public record TokenVerifier(String issuer, List<String> audiences, VerificationKeyResolver keys, Clock clock) {
    private static final Logger LOG = Logger.getLogger(TokenVerifier.class.getName());
    private static final Duration SKEW = Duration.ofSeconds(30);

    public TokenVerifier {
        audiences = List.copyOf(audiences);
    }

    /** The claims; empty where the token is invalid. Blocks while remote keys are fetched. */
    public Optional<JwtClaims> verify(String token) {
        try {
            var consumer = new JwtConsumerBuilder()
                    .setJwsAlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.RSA_USING_SHA256)
                    .setVerificationKeyResolver(keys)
                    .setExpectedIssuer(true, issuer)
                    .setExpectedAudience(true, audiences.toArray(String[]::new))
                    .setRequireSubject()
                    .setRequireExpirationTime()
                    .setAllowedClockSkewInSeconds((int) SKEW.toSeconds())
                    .setEvaluationTime(NumericDate.fromSeconds(clock.instant().getEpochSecond()))
                    .build();
            return Optional.of(consumer.processToClaims(token));
        } catch (InvalidJwtException refused) {
            logWhy(refused);
            return Optional.empty();
        }
    }

    /** The unverified issuer of a token, only for choosing a verifier. Empty where it is no token or has no issuer. */
    public static Optional<String> claimedIssuer(String token) {
        try {
            var claims = new JwtConsumerBuilder()
                    .setSkipAllValidators()
                    .setDisableRequireSignature()
                    .setSkipSignatureVerification()
                    .build()
                    .processToClaims(token);
            return Optional.ofNullable(claims.getClaimValueAsString("iss"));
        } catch (InvalidJwtException notAToken) {
            return Optional.empty();
        }
    }

    /** Logs codes and causes only, because the exception's message contains the token. */
    private void logWhy(InvalidJwtException refused) {
        if (LOG.isLoggable(Level.FINE)) {
            var codes = refused.getErrorDetails().stream()
                    .map(detail -> detail.getErrorCode())
                    .toList();
            LOG.fine("A token of " + issuer + " was refused: codes " + codes + ", cause " + causeOf(refused));
        }
    }

    private static String causeOf(Throwable thrown) {
        return thrown.getCause() == null ? "none" : thrown.getCause().getClass().getSimpleName();
    }
}
