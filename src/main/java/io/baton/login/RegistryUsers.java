package io.baton.login;

import com.ibm.websphere.security.PasswordCheckFailedException;
import com.ibm.websphere.security.UserRegistry;
import com.ibm.websphere.security.WSSecurityException;
import com.ibm.wsspi.security.registry.RegistryHelper;
import io.baton.security.Caller;
import io.baton.security.Identity;
import io.baton.security.IssuedTokens;
import io.baton.security.SecurityConfig;
import io.baton.token.RoleMapping;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.rmi.RemoteException;
import java.time.Instant;
import java.util.Optional;
import java.util.logging.Logger;

/**
 * The users of the server's own registry, by name and password: the embedded ones, for trying Baton, or those of an LDAP directory. The
 * subject of a user is the registry's unique id, which for a directory stays the same when the name changes.
 */
@ApplicationScoped
class RegistryUsers {
    private static final Logger LOG = Logger.getLogger(RegistryUsers.class.getName());

    @Inject
    SecurityConfig config;

    @Inject
    IssuedTokens issuedTokens;

    private RoleMapping roles;

    /** The registry can't be asked. Waiting may help. */
    static final class Away extends Exception {
        private static final long serialVersionUID = 1L;

        Away() {
            super("The registry is away.", null, false, false);
        }
    }

    @PostConstruct
    void read() {
        roles = RoleMapping.of("the server's registry", Optional.empty(), config.groupRoles);
    }

    boolean areOn() {
        return config.embeddedUsers;
    }

    /** Empty where name or password is wrong. Call it only while {@link #areOn}. */
    Optional<Identity> signIn(String name, String password) throws Away {
        if (name.isBlank() || password.isBlank() || isDistinguished(name)) {
            return Optional.empty();
        }
        try {
            var registry = RegistryHelper.getUserRegistry(null);
            var user = checked(registry, name, password);
            return user.isEmpty()
                    ? Optional.empty()
                    : Optional.of(issuedTokens.lasting(
                            new Identity(caller(registry, user.get()), Instant.MAX), config.sessionLifetime));
        } catch (WSSecurityException | RemoteException broken) {
            LOG.warning("Nobody can sign in: the server's registry can't be asked: " + broken.getMessage());
            throw new Away();
        }
    }

    /** Directories take distinguished names, too; then everybody would have two names, each with its own tries. */
    private static boolean isDistinguished(String name) {
        return name.indexOf('=') >= 0;
    }

    /** To the server a directory that is away is a wrong password; asked for the name alone, it says so. */
    private static Optional<String> checked(UserRegistry registry, String name, String password)
            throws WSSecurityException, RemoteException {
        try {
            return Optional.of(registry.checkPassword(name, password));
        } catch (PasswordCheckFailedException wrongOrAway) {
            registry.isValidUser(name);
            return Optional.empty();
        }
    }

    private Caller caller(UserRegistry registry, String user) throws WSSecurityException, RemoteException {
        var name = registry.getUserDisplayName(user);
        return new Caller(
                Caller.userIdOf(IssuedTokens.ISSUER, registry.getUniqueUserId(user)),
                name == null || name.isBlank() ? user : name,
                roles.rolesOf(registry.getGroupsForUser(user)));
    }
}
