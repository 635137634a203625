package io.baton.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.claims.LogoutTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.nimbusds.openid.connect.sdk.validators.AccessTokenValidator;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import com.nimbusds.openid.connect.sdk.validators.InvalidHashException;
import com.nimbusds.openid.connect.sdk.validators.LogoutTokenValidator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/**
 * Verifies what the provider has signed: signature, by an asymmetric algorithm and the provider's keys only; issuer, audience and
 * times, with 30 s of clock skew; and what OpenID Connect demands of each kind of token.
 */
@ApplicationScoped
class ProviderTokens {
    static final Duration SKEW = Duration.ofSeconds(30);
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    @Inject
    @ConfigProperties
    OidcConfig config;

    @Inject
    OpenIdProvider provider;

    /** A token is not what it should be. The message is for the log, and contains nothing of the token. */
    static final class Invalid extends Exception {
        private static final long serialVersionUID = 1L;

        Invalid(String why) {
            super(why, null, false, false);
        }
    }

    /** Verifies an ID token, and that the access token belongs to it, where it says so (OpenID Connect Core 1.0, 3.1.3.7 and 3.1.3.8). */
    IDTokenClaimsSet idToken(OIDCTokens tokens, Nonce nonce) throws Invalid {
        var token = tokens.getIDToken();
        if (token == null) {
            throw new Invalid("there is no ID token");
        }
        return verified("ID token", () -> {
            var validator = new IDTokenValidator(issuer(), clientId(), keys(), null);
            validator.setMaxClockSkew((int) SKEW.toSeconds());
            var claims = validator.validate(token, nonce);
            if (claims.getAuthorizedParty() != null
                    && !claims.getAuthorizedParty().getValue().equals(clientId().getValue())) {
                throw new BadJOSEException("Unexpected authorized party");
            }
            if (claims.getAccessTokenHash() != null) {
                var algorithm = (JWSAlgorithm) token.getHeader().getAlgorithm();
                AccessTokenValidator.validate(tokens.getAccessToken(), algorithm, claims.getAccessTokenHash());
            }
            return claims;
        });
    }

    /** Verifies an access token that is a JWT of this provider. Its audience is not us, so it is none of our business. */
    JWTClaimsSet accessToken(AccessToken token) throws Invalid {
        return verified("access token", () -> {
            var processor = new DefaultJWTProcessor<SecurityContext>();
            processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(
                    JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), new JOSEObjectType("application/at+jwt"), null));
            processor.setJWSKeySelector(keys());
            var times = new DefaultJWTClaimsVerifier<SecurityContext>(
                    new JWTClaimsSet.Builder().issuer(issuer().getValue()).build(), Set.of("sub", "exp"));
            times.setMaxClockSkew((int) SKEW.toSeconds());
            processor.setJWTClaimsSetVerifier(times);
            return processor.process(JWTParser.parse(token.getValue()), null);
        });
    }

    /** Verifies a logout token (OpenID Connect Back-Channel Logout 1.0, 2.6), except whether it was used before. */
    LogoutTokenClaimsSet logoutToken(JWT token) throws Invalid {
        return verified("logout token", () -> {
            var validator = new LogoutTokenValidator(issuer(), clientId(), false, keys(), null);
            validator.setMaxClockSkew((int) SKEW.toSeconds());
            return validator.validate(token);
        });
    }

    private Issuer issuer() {
        return new Issuer(config.issuer.orElseThrow());
    }

    private ClientID clientId() {
        return new ClientID(config.clientId.orElseThrow());
    }

    private JWSVerificationKeySelector<SecurityContext> keys() {
        return new JWSVerificationKeySelector<>(ALGORITHMS, provider.document().keys());
    }

    private interface Check<T> {
        T run() throws BadJOSEException, JOSEException, InvalidHashException, ParseException, java.text.ParseException;
    }

    private static <T> T verified(String what, Check<T> check) throws Invalid {
        try {
            return check.run();
        } catch (KeySourceException away) {
            throw new ProviderAway("The provider's keys can't be read: " + away.getMessage() + ".");
        } catch (ParseException | java.text.ParseException malformed) {
            throw new Invalid("the " + what + " is malformed");
        } catch (BadJOSEException | JOSEException | InvalidHashException refused) {
            throw new Invalid("the " + what + " is not valid: " + withoutValues(refused));
        }
    }

    /** The library's messages end with what was in the token. */
    private static String withoutValues(Exception refused) {
        return refused.getMessage().split(":", 2)[0];
    }
}
