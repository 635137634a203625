package io.baton.security;

import io.baton.platform.Ids;
import io.baton.token.SigningKeys;
import io.baton.token.TokenClaims;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.jwt.Claims;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;

/**
 * Issues and verifies the tokens that Baton signs itself. Their subject is the id of the user, so that a user who came with an external token
 * stays the same user. Each belongs to a session, and is valid until it expires or the session is revoked.
 */
@ApplicationScoped
public class IssuedTokens {
    public static final String ISSUER = SigningKeys.ISSUER;
    private static final String PURPOSE = "purpose";
    private static final String SESSION_ID = "sid";
    private static final String GROUP_IDS = "gid";
    private static final String PROVIDER_SESSION_ID = "provider_sid";
    private static final String NOBODY = "nobody";

    /** What a token is valid for. */
    public enum Purpose {
        /** Everything its caller may do. */
        SESSION,
        /** Only to read an answer, as a cookie. */
        STREAM,
        /** Only to show that its user has signed in with this browser before. */
        DEVICE,
        /** Only to finish signing in elsewhere in the browser that has begun it; it says nothing about who that is. */
        FLOW
    }

    @Inject
    SigningKeys signingKeys;

    @Inject
    RevokedSessions revokedSessions;

    @Inject
    Clock clock;

    public String issue(Identity identity, Purpose purpose) {
        var claims = claims(identity.caller().userId(), purpose, identity.expiresAt());
        claims.setStringClaim(Claims.upn.name(), identity.caller().displayName());
        claims.setStringListClaim(
                Claims.groups.name(), List.copyOf(identity.caller().roles()));
        if (!identity.caller().groups().isEmpty()) {
            claims.setClaim(GROUP_IDS, List.copyOf(identity.caller().groups()));
        }
        identity.session().ifPresent(session -> claims.setStringClaim(SESSION_ID, session.toString()));
        identity.elsewhere().ifPresent(session -> claims.setStringClaim(PROVIDER_SESSION_ID, session.id()));
        return signingKeys.sign(claims);
    }

    /** Signs values that a browser keeps for us. Whoever has the token can read them. */
    String issue(Map<String, String> values, Purpose purpose, Duration lifetime) {
        var claims = claims(NOBODY, purpose, clock.instant().plus(lifetime));
        values.forEach(claims::setStringClaim);
        return signingKeys.sign(claims);
    }

    private JwtClaims claims(String subject, Purpose purpose, Instant expiresAt) {
        var claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setAudience(SigningKeys.AUDIENCE);
        claims.setSubject(subject);
        claims.setStringClaim(PURPOSE, purpose.name());
        claims.setIssuedAt(NumericDate.fromSeconds(clock.instant().getEpochSecond()));
        claims.setExpirationTime(NumericDate.fromSeconds(expiresAt.getEpochSecond()));
        return claims;
    }

    /** Empty where the token is not ours, has expired, was revoked, or has another purpose. */
    public Optional<Identity> verify(String token, Purpose purpose) {
        return claims(token, purpose).flatMap(this::withSession);
    }

    /** What a token without a user says; empty where it is not ours, has expired, or has another purpose. */
    Optional<TokenClaims> claims(String token, Purpose purpose) {
        return signingKeys.verify(token).filter(claims -> purpose.name().equals(claims.text(PURPOSE)));
    }

    private Optional<Identity> withSession(TokenClaims claims) {
        var session = Optional.ofNullable(claims.text(SESSION_ID)).map(UUID::fromString);
        var began = session.map(Ids::madeAt).orElseGet(claims::issuedAt);
        var elsewhere = Optional.ofNullable(claims.text(PROVIDER_SESSION_ID)).map(ProviderSession::new);
        return revokedSessions.isRevoked(claims.subject(), session.orElse(null), began)
                        || elsewhere.filter(revokedSessions::isRevoked).isPresent()
                ? Optional.empty()
                : Optional.of(Identity.of(claims.subject(), claims, claims.groups(), claims.numbers(GROUP_IDS))
                        .in(session)
                        .endingWith(elsewhere));
    }

    /** The same identity, expiring at most {@code lifetime} from now. Without a session it gets a new one. */
    public Identity lasting(Identity identity, Duration lifetime) {
        var end = clock.instant().plus(lifetime);
        return identity.until(end).in(Optional.of(identity.session().orElseGet(Ids::next)));
    }
}
