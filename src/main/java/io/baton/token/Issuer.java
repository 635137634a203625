package io.baton.token;

import io.baton.keyfile.InvalidKeys;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.keys.resolvers.DecryptionKeyResolver;
import org.jose4j.keys.resolvers.JwksDecryptionKeyResolver;

/**
 * An external issuer of tokens. Its keys verify its own tokens only.
 *
 * @param published   its keys if they are on a server
 * @param isEncrypted whether its tokens must be encrypted
 */
record Issuer(
        String name,
        TokenVerifier verifier,
        Optional<PublishedKeys> published,
        RoleMapping roles,
        boolean isEncrypted) {

    /** @throws IllegalStateException if a file has become unreadable since the settings were checked */
    static Issuer of(IssuerSettings settings, Clock clock) {
        var name = settings.text(IssuerSettings.ISSUER).orElseThrow();
        try {
            var configured = settings.keys().map(IssuerKeys::of);
            var published = configured.isPresent()
                    ? Optional.<PublishedKeys>empty()
                    : settings.text(IssuerSettings.LOCATION).map(at -> new PublishedKeys(name, at, clock));
            var keys = published
                    .<IssuerKeys>map(fetched -> fetched)
                    .or(() -> configured)
                    .orElseThrow();
            var decryption = settings.decryptionKeys();
            var verifier = new TokenVerifier(
                    name, settings.audiences(), settings.algorithms(), settings.times(), keys, clock, builder -> {
                        builder.registerValidator(new AccessTokenRule());
                        if (!decryption.isEmpty()) {
                            decrypt(builder, decryption, settings.decryptionAlgorithms());
                        }
                    });
            return new Issuer(name, verifier, published, settings.roleMapping(), !decryption.isEmpty());
        } catch (InvalidKeys changed) {
            throw new IllegalStateException("The key file of " + name + " " + changed.getMessage(), changed);
        }
    }

    private static void decrypt(JwtConsumerBuilder builder, List<PublicJsonWebKey> keys, Set<String> algorithms) {
        var isSingle = keys.size() == 1 && keys.getFirst().getKeyId() == null;
        builder.setEnableRequireEncryption()
                .setDecryptionKeyResolver(
                        isSingle ? single(keys.getFirst()) : new JwksDecryptionKeyResolver(List.copyOf(keys)))
                .setJweAlgorithmConstraints(ConstraintType.PERMIT, algorithms.toArray(String[]::new));
    }

    private static DecryptionKeyResolver single(PublicJsonWebKey key) {
        return (encrypted, around) -> key.getPrivateKey();
    }

    /** Of a token that claims to be this issuer's. */
    TokenVerdict verify(JwtContext token) {
        return isEncrypted
                ? new TokenVerdict.Invalid(TokenVerdict.Reason.NOT_ACCEPTED)
                : withRoles(verifier.verify(token));
    }

    /** Of an encrypted token, which may be another issuer's. */
    TokenVerdict decryptAndVerify(String token) {
        return withRoles(verifier.decryptAndVerify(token));
    }

    private TokenVerdict withRoles(TokenVerdict verdict) {
        return verdict instanceof TokenVerdict.Valid(var claims, var none)
                ? new TokenVerdict.Valid(claims, roles.rolesIn(claims.values()))
                : verdict;
    }
}
