package io.baton.token;

import java.util.Optional;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.JwtContext;

/** What a token claims before anything of it is verified; only for choosing who verifies it. */
final class UnverifiedToken {
    private static final JwtConsumer READER = new JwtConsumerBuilder()
            .setSkipAllValidators()
            .setDisableRequireSignature()
            .setSkipSignatureVerification()
            .build();

    private UnverifiedToken() {}

    /** Empty if it is no signed token. */
    static Optional<JwtContext> read(String token) {
        try {
            return Optional.of(READER.process(token));
        } catch (InvalidJwtException notAToken) {
            return Optional.empty();
        }
    }

    /** Empty where it has none. */
    static String issuerOf(JwtContext token) {
        return token.getJwtClaims().getClaimValue("iss") instanceof String issuer ? issuer : "";
    }

    /** Whether it has the five parts of RFC 7516, 7.1. */
    static boolean isEncrypted(String token) {
        return token.chars().filter(each -> each == '.').count() == 4;
    }
}
