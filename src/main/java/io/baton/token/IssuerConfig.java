package io.baton.token;

import io.baton.settings.AllowedValues;
import io.baton.settings.CommaSeparated;
import jakarta.enterprise.context.Dependent;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The settings of issuers. No code uses this class: it declares them for the check at the start; {@link IssuerSettings} reads them. */
@Dependent
class IssuerConfig {
    private static final String TEXT = "[^\\p{Cntrl}]+";
    private static final String NAME = "\\S+";
    private static final String ALGORITHM = "(RS|PS|ES)(256|384|512)";
    private static final String ALGORITHMS = "one of RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512";
    private static final String DECRYPTION = "RSA-OAEP(-256)?";
    private static final String DECRYPTIONS = "RSA-OAEP or RSA-OAEP-256";
    private static final String ISSUER = "a name without blanks";
    private static final String AUDIENCE = "a name";
    private static final String KEY = "a public key as PEM, JWK or JWKS, or in Base64";
    private static final String INLINE = "(?s).{50,}";
    private static final String LOCATION = "a URL or a file";
    private static final String LONGEST_SKEW = "600";
    private static final String LONGEST_AGE = "31536000";

    @ConfigProperty(name = "mp.jwt.verify.issuer")
    @AllowedValues(pattern = NAME, description = ISSUER)
    Optional<String> issuer;

    @ConfigProperty(name = "mp.jwt.verify.audiences")
    @AllowedValues(pattern = TEXT, description = AUDIENCE)
    Optional<CommaSeparated> audiences;

    @ConfigProperty(name = "mp.jwt.verify.publickey")
    @AllowedValues(pattern = INLINE, description = KEY)
    Optional<String> publicKey;

    @ConfigProperty(name = "mp.jwt.verify.publickey.location")
    @AllowedValues(pattern = TEXT, description = LOCATION)
    Optional<String> publicKeyLocation;

    @ConfigProperty(name = "mp.jwt.verify.publickey.algorithm")
    @AllowedValues(pattern = ALGORITHM, description = ALGORITHMS)
    Optional<CommaSeparated> algorithms;

    @ConfigProperty(name = "mp.jwt.verify.clock.skew")
    @AllowedValues(from = "0", to = LONGEST_SKEW)
    Optional<Integer> clockSkew;

    @ConfigProperty(name = "mp.jwt.verify.token.age")
    @AllowedValues(from = "1", to = LONGEST_AGE)
    Optional<Integer> tokenAge;

    @ConfigProperty(name = "mp.jwt.decrypt.key.location")
    @AllowedValues(pattern = TEXT, description = "a file")
    Optional<String> decryptionKeyLocation;

    @ConfigProperty(name = "mp.jwt.decrypt.key.algorithm")
    @AllowedValues(pattern = DECRYPTION, description = DECRYPTIONS)
    Optional<CommaSeparated> decryptionAlgorithms;

    @ConfigProperty(name = "baton.issuers")
    @AllowedValues(pattern = "[a-z][a-z0-9-]{0,30}", description = "a name of lower-case letters, digits and hyphens")
    Optional<CommaSeparated> issuers;

    @ConfigProperty(name = "baton.issuer.<issuer>.verify.issuer")
    @AllowedValues(pattern = NAME, description = ISSUER)
    Optional<String> furtherIssuer;

    @ConfigProperty(name = "baton.issuer.<issuer>.verify.audiences")
    @AllowedValues(pattern = TEXT, description = AUDIENCE)
    Optional<CommaSeparated> furtherAudiences;

    @ConfigProperty(name = "baton.issuer.<issuer>.verify.publickey")
    @AllowedValues(pattern = INLINE, description = KEY)
    Optional<String> furtherPublicKey;

    @ConfigProperty(name = "baton.issuer.<issuer>.verify.publickey.location")
    @AllowedValues(pattern = TEXT, description = LOCATION)
    Optional<String> furtherPublicKeyLocation;

    @ConfigProperty(name = "baton.issuer.<issuer>.verify.publickey.algorithm")
    @AllowedValues(pattern = ALGORITHM, description = ALGORITHMS)
    Optional<CommaSeparated> furtherAlgorithms;

    @ConfigProperty(name = "baton.issuer.<issuer>.verify.clock.skew")
    @AllowedValues(from = "0", to = LONGEST_SKEW)
    Optional<Integer> furtherClockSkew;

    @ConfigProperty(name = "baton.issuer.<issuer>.verify.token.age")
    @AllowedValues(from = "1", to = LONGEST_AGE)
    Optional<Integer> furtherTokenAge;

    @ConfigProperty(name = "baton.issuer.<issuer>.decrypt.key.location")
    @AllowedValues(pattern = TEXT, description = "a file")
    Optional<String> furtherDecryptionKeyLocation;

    @ConfigProperty(name = "baton.issuer.<issuer>.decrypt.key.algorithm")
    @AllowedValues(pattern = DECRYPTION, description = DECRYPTIONS)
    Optional<CommaSeparated> furtherDecryptionAlgorithms;

    @ConfigProperty(name = "baton.issuer.<issuer>.roles.claim")
    @AllowedValues(pattern = RoleMapping.CLAIM_PATTERN, description = RoleMapping.CLAIM_DESCRIPTION)
    Optional<CommaSeparated> furtherRoleClaims;

    @ConfigProperty(name = "baton.issuer.<issuer>.roles.names")
    @AllowedValues(pattern = RoleMapping.NAME_PATTERN, description = RoleMapping.NAME_DESCRIPTION)
    Optional<CommaSeparated> furtherRoleNames;
}
