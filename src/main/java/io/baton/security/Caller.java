package io.baton.security;

import io.baton.platform.LocalizedMessage;
import io.baton.platform.Problem;
import jakarta.security.enterprise.CallerPrincipal;
import jakarta.ws.rs.core.SecurityContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Principal;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;

/** The authenticated user behind a request. */
public final class Caller extends CallerPrincipal {
    private static final long serialVersionUID = 1L;
    public static final String USER = "user";
    public static final String ADMIN = "admin";

    private final String displayName;
    private final TreeSet<String> roles;

    /**
     * @param userId      as {@link #userIdOf} makes it
     * @param displayName for people; never an identity
     */
    public Caller(String userId, String displayName, Set<String> roles) {
        super(userId);
        this.displayName = displayName;
        this.roles = new TreeSet<>(roles);
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
        return displayName;
    }

    public Set<String> roles() {
        return Set.copyOf(roles);
    }

    public boolean isAdmin() {
        return roles.contains(ADMIN);
    }

    /** @throws Problem 403 where a thing of {@code ownerId} is not the caller's own */
    public void mustOwn(String what, String ownerId) {
        if (!userId().equals(ownerId)) {
            throw Problem.forbidden("problem.not-yours", new LocalizedMessage.Named("thing." + what));
        }
    }
}
