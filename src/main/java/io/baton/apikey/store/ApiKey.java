package io.baton.apikey.store;

import io.baton.http.Network;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * An API key, without its secret.
 *
 * @param service           whether it has an identity of its own; otherwise it acts as a person
 * @param userId            as whom it acts
 * @param displayName       of that user; of a service the name of the key
 * @param group             the group whose limits apply; null: none
 * @param models            the ids of the models that it may ask; null: all
 * @param addresses         from where it may be used; empty: from anywhere
 * @param requestsPerMinute questions; null: no limit of its own
 * @param answersAtOnce     null: no limit of its own
 * @param expiresAt         null: never
 * @param revokedAt         null: it is not revoked
 */
public record ApiKey(
        UUID id,
        String name,
        boolean service,
        String userId,
        String displayName,
        Set<String> roles,
        String group,
        Set<String> models,
        List<Network> addresses,
        Integer requestsPerMinute,
        Integer answersAtOnce,
        Instant expiresAt,
        Instant revokedAt)
        implements Serializable {
    private static final String OWNER = "key:";

    public ApiKey {
        roles = Set.copyOf(roles);
        models = models == null ? null : Set.copyOf(models);
        addresses = List.copyOf(addresses);
    }

    /** Whose budget limits it: of a service that of its identity, of a person's key one of the key alone, beside the person's. */
    public String budgetOwner() {
        return service ? userId : OWNER + id;
    }

    boolean isExpired(Instant now) {
        return expiresAt != null && !expiresAt.isAfter(now);
    }

    boolean isRevoked() {
        return revokedAt != null;
    }

    boolean mayComeFrom(String address) {
        return addresses.isEmpty() || addresses.stream().anyMatch(network -> network.contains(address));
    }
}
