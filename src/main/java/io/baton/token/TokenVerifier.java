package io.baton.token;

import java.time.Clock;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwt.consumer.AudValidator;
import org.jose4j.jwt.consumer.ErrorCodeValidator;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.IssValidator;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.jwt.consumer.SubValidator;

/**
 * Verifies the signed tokens of one issuer. Made once: all is prepared but the time. Safe for use by several threads. Issuer, audience,
 * subject and expiry are required.
 */
final class TokenVerifier {
    private static final Logger LOG = Logger.getLogger(TokenVerifier.class.getName());

    private final String issuer;
    private final JwtConsumer consumer;
    private final JwtConsumer consumerOfVerified;
    private final KeySelection keys;
    private final VerifiedSignatures verified = new VerifiedSignatures();

    /**
     * @param algorithms of signatures, all with key pairs: {@code none} and secrets are never accepted
     * @param more       adds further rules
     */
    TokenVerifier(
            String issuer,
            Set<String> audiences,
            Set<String> algorithms,
            TokenTimes times,
            IssuerKeys keys,
            Clock clock,
            Consumer<JwtConsumerBuilder> more) {
        this.issuer = issuer;
        this.keys = new KeySelection(keys);
        var builder = new JwtConsumerBuilder()
                .setSkipAllDefaultValidators()
                .registerValidator(new IssValidator(issuer, true))
                .registerValidator(new AudValidator(audiences, true))
                .registerValidator(new SubValidator(true))
                .registerValidator((ErrorCodeValidator)
                        context -> times.at(clock.instant()).validate(context))
                .setJwsAlgorithmConstraints(ConstraintType.PERMIT, algorithms.toArray(String[]::new))
                .setVerificationKeyResolver(this.keys);
        more.accept(builder);
        consumer = builder.build();
        consumerOfVerified = builder.setSkipSignatureVerification().build();
    }

    /** @param token as {@link UnverifiedToken} has read it */
    TokenVerdict verify(JwtContext token) {
        var hash = VerifiedSignatures.hash(token.getJwt());
        return verdict(() -> {
            if (verified.signer(hash).filter(key -> keys.has(token, key)).isPresent()) {
                consumerOfVerified.processContext(token);
            } else {
                consumer.processContext(token);
                verified.add(hash, token.getJoseObjects().getFirst().getKey());
            }
            return token;
        });
    }

    /** The same for one that must be decrypted first. */
    TokenVerdict decryptAndVerify(String token) {
        return verdict(() -> consumer.process(token));
    }

    private interface Step {
        JwtContext run() throws InvalidJwtException;
    }

    /** Roles are not known here. */
    private TokenVerdict verdict(Step step) {
        try {
            return new TokenVerdict.Valid(TokenClaims.of(step.run().getJwtClaims()), Set.of());
        } catch (InvalidJwtException refused) {
            if (isAway(refused)) {
                return new TokenVerdict.Unknown();
            }
            logWhy(refused);
            return new TokenVerdict.Invalid(reason(refused));
        }
    }

    private static boolean isAway(InvalidJwtException refused) {
        return Stream.iterate((Throwable) refused, Objects::nonNull, Throwable::getCause)
                .anyMatch(IssuerAway.class::isInstance);
    }

    private static TokenVerdict.Reason reason(InvalidJwtException refused) {
        if (refused.hasErrorCode(AccessTokenRule.VIOLATED)) {
            return TokenVerdict.Reason.NO_ACCESS_TOKEN;
        }
        if (refused.hasErrorCode(ErrorCodes.EXPIRED)) {
            return TokenVerdict.Reason.EXPIRED;
        }
        if (refused.hasErrorCode(ErrorCodes.NOT_YET_VALID)) {
            return TokenVerdict.Reason.NOT_YET_VALID;
        }
        return refused.hasErrorCode(ErrorCodes.ISSUED_AT_INVALID_PAST)
                ? TokenVerdict.Reason.TOO_OLD
                : TokenVerdict.Reason.NOT_ACCEPTED;
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
