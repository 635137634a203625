package io.baton.token;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.Serializable;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.jwt.Claims;
import org.jose4j.jwt.JwtClaims;

/**
 * The claims of a verified token, as in MicroProfile JWT and OpenID Connect. A claim of the wrong type counts as absent.
 *
 * @param values by name: text, numbers, booleans, lists and maps, as in JSON
 */
public record TokenClaims(LinkedHashMap<String, Object> values) implements Serializable {
    private static final Set<String> SETS = names(Claims.aud, Claims.groups);
    private static final Set<String> SECONDS =
            names(Claims.exp, Claims.iat, Claims.nbf, Claims.auth_time, Claims.updated_at);
    private static final int MAX_NAME = 200;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    public static TokenClaims of(JwtClaims verified) {
        return new TokenClaims(new LinkedHashMap<>(verified.getClaimsMap()));
    }

    /** Of a user who has no token yet. */
    public static TokenClaims of(String name, Set<String> roles) {
        var values = new LinkedHashMap<String, Object>();
        values.put(Claims.upn.name(), name);
        values.put(Claims.groups.name(), roles.stream().sorted().toList());
        return new TokenClaims(values);
    }

    public Set<String> names() {
        return Set.copyOf(values.keySet());
    }

    /**
     * The value in the type that MicroProfile JWT prescribes: a {@code Set<String>} for {@code aud} and {@code groups}, a Long for
     * times, in seconds; otherwise a String, a Boolean, a Number, a JsonArray or a JsonObject. Null where absent.
     */
    public Object value(String claim) {
        var value = values.get(claim);
        if (value == null) {
            return null;
        }
        if (SETS.contains(claim)) {
            return strings(claim);
        }
        if (SECONDS.contains(claim)) {
            return value instanceof Number seconds ? seconds.longValue() : null;
        }
        return value instanceof Map || value instanceof Collection ? json().get(claim) : value;
    }

    public JsonObject json() {
        return Json.createObjectBuilder(values).build();
    }

    public String subject() {
        return text(Claims.sub.name());
    }

    /** Null where absent. */
    public String text(String claim) {
        return values.get(claim) instanceof String text ? text : null;
    }

    /** For people; empty where the token has none. */
    public String displayName() {
        var name = Stream.of("upn", "preferred_username", "name", "sub")
                .map(this::text)
                .filter(Objects::nonNull)
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElse("");
        return name.substring(0, Math.min(name.length(), MAX_NAME));
    }

    /** The whole numbers in a list; empty where absent. */
    public Set<Integer> numbers(String claim) {
        return values.get(claim) instanceof Collection<?> items
                ? items.stream()
                        .filter(Number.class::isInstance)
                        .map(item -> ((Number) item).intValue())
                        .collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }

    public Set<String> groups() {
        return strings(Claims.groups.name());
    }

    /** The epoch where it is absent. */
    public Instant issuedAt() {
        return instant(Claims.iat);
    }

    /** Every verified token has one. */
    public Instant expiresAt() {
        return instant(Claims.exp);
    }

    /** An audience may also be a single string (RFC 7519, 4.1.3); some issuers write a single group so, too. */
    private Set<String> strings(String claim) {
        if (text(claim) != null) {
            return Set.of(text(claim));
        }
        return values.get(claim) instanceof Collection<?> items
                ? items.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }

    /** Limited to what can be written as a date; issuers use later times for "never". */
    private Instant instant(Claims claim) {
        return values.get(claim.name()) instanceof Number seconds
                ? Instant.ofEpochSecond(Math.clamp(seconds.longValue(), 0, LATEST.getEpochSecond()))
                : Instant.EPOCH;
    }

    private static Set<String> names(Claims... claims) {
        return Stream.of(claims).map(Claims::name).collect(Collectors.toUnmodifiableSet());
    }

    /** The record's own would print all claims. */
    @Override
    public String toString() {
        return "claims " + names();
    }
}
