package io.baton.apikey.admin;

import io.baton.apikey.store.ApiKeyEntity;
import io.baton.apikey.store.KeyText;
import io.baton.budget.Budget;
import io.baton.budget.BudgetView;
import io.baton.http.Version;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * An API key as its owner and admins see it. Restrictions that the key does not have are absent.
 *
 * @param userId         as whom it acts
 * @param owner          the name of that person; of a service that of the key
 * @param prefix         the beginning of the key, by which people recognise it
 * @param lastUsedAt     to the minute; absent: never
 * @param oldSecretUntil until then the secret before the last rotation is valid too
 * @param key            the key itself: only in the response to its making, never again
 */
public record KeyView(
        UUID id,
        String name,
        boolean service,
        String userId,
        String owner,
        List<String> roles,
        List<String> models,
        List<String> addresses,
        Integer requestsPerMinute,
        Integer answersAtOnce,
        BudgetView budget,
        Instant expiresAt,
        String prefix,
        Instant createdAt,
        String createdBy,
        Instant lastUsedAt,
        Instant oldSecretUntil,
        Instant revokedAt,
        String revokedBy,
        String key) {
    /** A page of keys, newest first. */
    public record Page(List<KeyView> keys, int page, int limit, long total) {}

    /** What can be changed of a key, for its version and the record of who did what: without the name of its owner. */
    public record Settings(
            String name,
            String userId,
            List<String> roles,
            List<String> models,
            List<String> addresses,
            Integer requestsPerMinute,
            Integer answersAtOnce,
            BudgetView budget,
            Instant expiresAt) {}

    Settings settings() {
        return new Settings(
                name, userId, roles, models, addresses, requestsPerMinute, answersAtOnce, budget, expiresAt);
    }

    /** The secret counts too: whoever rotates a key wants to know that nobody else has just done so. */
    Version version() {
        return Version.of(settings(), prefix, revokedAt);
    }

    /**
     * @param budget null: it has none of its own
     * @param secret null: it is not shown again
     */
    static KeyView of(ApiKeyEntity key, Budget budget, KeyText secret) {
        return new KeyView(
                key.id,
                key.name,
                key.service,
                key.userId,
                key.displayName,
                Stream.of(key.roles).sorted().toList(),
                key.models == null ? null : Stream.of(key.models).sorted().toList(),
                key.addresses.length == 0 ? null : List.of(key.addresses),
                key.requestsPerMinute,
                key.answersAtOnce,
                budget == null ? null : BudgetView.of(budget),
                key.expiresAt,
                KeyText.PREFIX + key.locator,
                key.createdAt,
                key.createdBy,
                key.lastUsedAt,
                key.oldUntil,
                key.revokedAt,
                key.revokedBy,
                secret == null ? null : secret.text());
    }
}
