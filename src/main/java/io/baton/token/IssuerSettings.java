package io.baton.token;

import io.baton.keyfile.InvalidKeys;
import io.baton.keyfile.KeyFormat;
import io.baton.keyfile.KeyLocation;
import io.baton.settings.CommaSeparated;
import io.baton.settings.SettingsRule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.jose4j.jwk.PublicJsonWebKey;

/**
 * The settings of one issuer: the first one's have the names of MicroProfile JWT, those of a further one begin with {@code
 * baton.issuer.<name>.} instead of {@code mp.jwt.}.
 *
 * @param roles the beginning of the names of the settings about roles
 */
record IssuerSettings(String prefix, String roles, Config config) {
    static final String ISSUER = "verify.issuer";
    static final String AUDIENCES = "verify.audiences";
    static final String KEY = "verify.publickey";
    static final String LOCATION = "verify.publickey.location";
    static final String ALGORITHM = "verify.publickey.algorithm";
    static final String SKEW = "verify.clock.skew";
    static final String AGE = "verify.token.age";
    static final String DECRYPT_LOCATION = "decrypt.key.location";
    static final String DECRYPT_ALGORITHM = "decrypt.key.algorithm";
    static final List<String> ALL =
            List.of(ISSUER, AUDIENCES, KEY, LOCATION, ALGORITHM, SKEW, AGE, DECRYPT_LOCATION, DECRYPT_ALGORITHM);

    private static final String NAMES = "baton.issuers";
    private static final Set<String> DEFAULT_ALGORITHMS = Set.of("RS256", "ES256");
    private static final Set<String> DEFAULT_DECRYPTION = Set.of("RSA-OAEP", "RSA-OAEP-256");

    /** Those of which anything is set, and all that {@code baton.issuers} names. */
    static List<IssuerSettings> all(Config config) {
        var first = new IssuerSettings("mp.jwt.", "baton.", config);
        var more = names(config)
                .map(name -> "baton.issuer." + name + ".")
                .map(prefix -> new IssuerSettings(prefix, prefix, config));
        var isFirstSet = ALL.stream().anyMatch(name -> first.text(name).isPresent());
        return Stream.concat(Stream.of(first).filter(any -> isFirstSet), more).toList();
    }

    static Stream<String> names(Config config) {
        return config.getOptionalValue(NAMES, String.class).stream()
                .flatMap(names -> CommaSeparated.of(names).items().stream());
    }

    Optional<String> text(String name) {
        return config.getOptionalValue(prefix + name, String.class);
    }

    /** The environment variable, for messages. */
    String variable(String name) {
        return SettingsRule.variable(prefix + name);
    }

    Set<String> audiences() {
        return set(AUDIENCES, Set.of());
    }

    Set<String> algorithms() {
        return set(ALGORITHM, DEFAULT_ALGORITHMS);
    }

    Set<String> decryptionAlgorithms() {
        return set(DECRYPT_ALGORITHM, DEFAULT_DECRYPTION);
    }

    private Set<String> set(String name, Set<String> otherwise) {
        return text(name)
                .map(items -> Set.copyOf(CommaSeparated.of(items).items()))
                .orElse(otherwise);
    }

    TokenTimes times() {
        return new TokenTimes(seconds(SKEW).orElse(TokenTimes.USUAL.skew()), seconds(AGE));
    }

    private Optional<Duration> seconds(String name) {
        return text(name).map(Long::parseLong).map(Duration::ofSeconds);
    }

    RoleMapping roleMapping() {
        return RoleMapping.of(text(ISSUER).orElseThrow(), list("roles.claim"), list("roles.names"));
    }

    private Optional<CommaSeparated> list(String name) {
        return config.getOptionalValue(roles + name, String.class).map(CommaSeparated::of);
    }

    /** The keys in the settings or in a file; empty if they are on a server. */
    Optional<List<PublicJsonWebKey>> keys() throws InvalidKeys {
        if (text(KEY).isPresent()) {
            return Optional.of(KeyFormat.publicKeys(text(KEY).get()));
        }
        var location = new KeyLocation(text(LOCATION).orElseThrow());
        return location.isRemote() ? Optional.empty() : Optional.of(KeyFormat.publicKeys(location.read()));
    }

    /** Empty if tokens are not encrypted. */
    List<PublicJsonWebKey> decryptionKeys() throws InvalidKeys {
        var location = text(DECRYPT_LOCATION).map(KeyLocation::new);
        if (location.isEmpty()) {
            return List.of();
        }
        if (location.get().isRemote()) {
            throw new InvalidKeys("is an address; a private key must not be sent over a network");
        }
        return KeyFormat.privateKeys(location.get().read());
    }
}
