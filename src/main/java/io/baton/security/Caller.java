package io.baton.security;

import io.baton.apikey.store.ApiKey;
import io.baton.platform.LocalizedMessage;
import io.baton.platform.Problem;
import io.baton.token.RoleMapping;
import io.baton.token.TokenClaims;
import jakarta.security.enterprise.CallerPrincipal;
import jakarta.ws.rs.core.SecurityContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Principal;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * The authenticated user behind a request. It is the container's principal and has the claims of the request's token, so
 * {@code @Inject JsonWebToken} and {@code @Claim} work. Issuer and subject are that token's, so they differ between an external token
 * and ours; the name is always the userId. {@link #getRawToken} is null: a token that is not kept can't leak.
 */
public final class Caller extends CallerPrincipal implements JsonWebToken {
    private static final long serialVersionUID = 1L;
    public static final String USER = "user";
    /** Reads all that admins see, and changes nothing. */
    public static final String AUDITOR = "auditor";

    public static final String ADMIN = "admin";

    private final TokenClaims claims;
    private final TreeSet<String> roles = new TreeSet<>(RoleMapping.ROLES);
    private final TreeSet<Integer> groups = new TreeSet<>();
    private final ApiKey key;

    /**
     * Of a user who has no token yet.
     *
     * @param userId      as {@link #userIdOf} makes it
     * @param displayName for people; never an identity
     */
    public Caller(String userId, String displayName, Set<String> roles) {
        this(userId, TokenClaims.of(displayName, roles), roles);
    }

    /** @param roles what is no role of ours is left out */
    Caller(String userId, TokenClaims claims, Set<String> roles) {
        this(userId, claims, roles, null);
    }

    /** Who uses an API key. */
    Caller(ApiKey key) {
        this(key.userId(), TokenClaims.of(key.displayName(), key.roles()), key.roles(), key);
    }

    private Caller(String userId, TokenClaims claims, Set<String> roles, ApiKey key) {
        super(userId);
        this.claims = claims;
        this.roles.retainAll(roles);
        this.key = key;
    }

    /** The same user in these groups. */
    public Caller inGroups(Set<Integer> ids) {
        var same = new Caller(userId(), claims, roles, key);
        same.groups.addAll(ids);
        return same;
    }

    /** The caller of a request that the container has let through. */
    public static Caller of(SecurityContext context) {
        return of(context.getUserPrincipal());
    }

    /** The same where there is no JAX-RS. */
    public static Caller of(Principal principal) {
        if (principal instanceof Caller caller) {
            return caller;
        }
        throw Problem.of(Problem.Kind.NOT_SIGNED_IN, "problem.credentials");
    }

    /**
     * The identity of a user everywhere (paths, keys, rows): the first 128 bits of SHA-256 over issuer, a NUL and
     * subject, as 32 lower-case hex digits.
     */
    public static String userIdOf(String issuer, String subject) {
        try {
            var digest = MessageDigest.getInstance("SHA-256")
                    .digest((issuer + '\0' + subject).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public String userId() {
        return getName();
    }

    public String displayName() {
        return claims.displayName();
    }

    /** Without any role a caller may still chat. */
    public Set<String> roles() {
        return Collections.unmodifiableSet(roles);
    }

    /** The ids of the groups that the token gives; an admin may have put the user into others. */
    public Set<Integer> groups() {
        return Collections.unmodifiableSet(groups);
    }

    /** Whether the caller may see what concerns all users, such as their usage. */
    public boolean seesAll() {
        return roles().contains(ADMIN) || roles().contains(AUDITOR);
    }

    /** The API key that proved who is calling; empty: it was no key. */
    public Optional<ApiKey> key() {
        return Optional.ofNullable(key);
    }

    /** @throws Problem 403 where a thing of {@code ownerId} is not the caller's own */
    public void mustOwn(String what, String ownerId) {
        if (!userId().equals(ownerId)) {
            throw Problem.forbidden("problem.not-yours", new LocalizedMessage.Named("thing." + what));
        }
    }

    @Override
    public Set<String> getClaimNames() {
        return claims.names();
    }

    @Override
    @SuppressWarnings("unchecked") // As the interface has it: whoever asks names the type.
    public <T> T getClaim(String claim) {
        return (T) claims.value(claim);
    }

    /** The claims as JSON, from which the server takes what is injected as a JSON type. Never log it. */
    @Override
    public String toString() {
        return claims.json().toString();
    }
}
