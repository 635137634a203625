package io.baton.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/**
 * The tokens that Baton signs itself. Their subject is the userId, so that a user who came with an outside token stays
 * the same user. They hold no id and are not remembered: a copied one is good until it expires.
 */
@ApplicationScoped
class OwnTokens {
    static final String ISSUER = "urn:baton";
    static final String AUDIENCE = "baton";
    private static final String PURPOSE = "purpose";

    /** What a token is good for. */
    enum Purpose {
        /** Everything its caller may do. */
        SESSION,
        /** Only to read an answer, as a cookie. */
        STREAM
    }

    @Inject
    SigningKey signingKey;

    @Inject
    Clock clock;

    String issue(Identity identity, Purpose purpose) {
        var claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setAudience(AUDIENCE);
        claims.setSubject(identity.caller().userId());
        claims.setStringClaim("upn", identity.caller().displayName());
        claims.setStringListClaim(
                TokenClaims.GROUPS, List.copyOf(identity.caller().roles()));
        claims.setStringClaim(PURPOSE, purpose.name());
        claims.setIssuedAt(NumericDate.fromSeconds(clock.instant().getEpochSecond()));
        claims.setExpirationTime(NumericDate.fromSeconds(identity.expiresAt().getEpochSecond()));
        return sign(claims);
    }

    /** Whose the token is, or empty where it is not ours, not good any more, or meant for another purpose. */
    Optional<Identity> verify(String token, Purpose purpose) {
        var key = signingKey.get().getPublicKey();
        return new TokenVerifier(ISSUER, List.of(AUDIENCE), (signature, nesting) -> key, clock)
                .verify(token)
                .map(TokenClaims::new)
                .filter(claims -> purpose.name().equals(claims.text(PURPOSE)))
                .map(claims -> claims.identity(claims.subject()));
    }

    /** A sign-in that lasts from now, but never beyond {@code end}. */
    Identity lasting(Caller caller, Duration lifetime, Instant end) {
        var expiry = clock.instant().plus(lifetime);
        return new Identity(caller, expiry.isBefore(end) ? expiry : end);
    }

    private String sign(JwtClaims claims) {
        var key = signingKey.get();
        var signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setKey(key.getPrivateKey());
        signature.setPayload(claims.toJson());
        try {
            return signature.getCompactSerialization();
        } catch (JoseException broken) {
            throw new IllegalStateException("Our own token can't be signed.", broken);
        }
    }
}
