package io.baton.apikey.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The keys in memory, by their locators. Read by all threads, changed by one at a time. */
final class KnownKeys {
    private final Map<String, Secret> secrets = new ConcurrentHashMap<>();
    private final Map<UUID, List<Secret>> keys = new ConcurrentHashMap<>();

    /** Null: there is none. */
    Secret find(String locator) {
        return secrets.get(locator);
    }

    boolean isRevoked(UUID id) {
        return isRevoked(keys.get(id));
    }

    int size() {
        return keys.size();
    }

    /** Adds or replaces keys. Gives those that were valid before and are revoked now. */
    List<UUID> put(List<ApiKeyEntity> rows) {
        var revoked = new ArrayList<UUID>();
        for (var row : rows) {
            var valid = row.secrets();
            var before = keys.put(row.id, valid);
            valid.forEach(secret -> secrets.put(secret.locator(), secret));
            if (before != null) {
                removeAllBut(valid, before);
                if (isRevoked(valid) && !isRevoked(before)) {
                    revoked.add(row.id);
                }
            }
        }
        return revoked;
    }

    /** Removes all other keys, and gives them. */
    List<UUID> retain(Set<UUID> others) {
        var gone = keys.keySet().stream().filter(id -> !others.contains(id)).toList();
        gone.forEach(id -> removeAllBut(List.of(), keys.remove(id)));
        return gone;
    }

    private void removeAllBut(List<Secret> kept, List<Secret> before) {
        var locators = kept.stream().map(Secret::locator).toList();
        before.stream()
                .map(Secret::locator)
                .filter(each -> !locators.contains(each))
                .forEach(secrets::remove);
    }

    private static boolean isRevoked(List<Secret> key) {
        return key != null && key.getFirst().key().isRevoked();
    }
}
