package io.baton.login;

import com.ibm.websphere.security.CustomRegistryException;
import com.ibm.websphere.security.EntryNotFoundException;
import com.ibm.websphere.security.PasswordCheckFailedException;
import com.ibm.websphere.security.UserRegistry;
import com.ibm.websphere.security.WSSecurityException;
import com.ibm.wsspi.security.registry.RegistryHelper;
import io.baton.security.Caller;
import io.baton.security.Identity;
import io.baton.security.IssuedTokens;
import io.baton.security.SecurityConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.rmi.RemoteException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** The users of the server's own registry, for trying Baton. Their groups are their roles. */
@ApplicationScoped
class EmbeddedUsers {
    @Inject
    SecurityConfig config;

    @Inject
    IssuedTokens issuedTokens;

    boolean areOn() {
        return config.embeddedUsers;
    }

    /** Empty where name or password is wrong. Call it only while {@link #areOn}. */
    Optional<Identity> signIn(String name, String password) {
        if (name.isBlank() || password.isBlank()) {
            return Optional.empty();
        }
        try {
            var registry = RegistryHelper.getUserRegistry(null);
            var user = registry.checkPassword(name, password);
            return Optional.of(
                    issuedTokens.lasting(new Identity(caller(registry, user), Instant.MAX), config.sessionLifetime));
        } catch (PasswordCheckFailedException wrong) {
            return Optional.empty();
        } catch (WSSecurityException | RemoteException broken) {
            throw new IllegalStateException("The user registry can't be asked.", broken);
        }
    }

    /** Also for unknown names. */
    static String userId(String name) {
        return Caller.userIdOf(IssuedTokens.ISSUER, name);
    }

    private static Caller caller(UserRegistry registry, String user)
            throws CustomRegistryException, EntryNotFoundException, RemoteException {
        return new Caller(userId(user), user, Set.copyOf(registry.getGroupsForUser(user)));
    }
}
