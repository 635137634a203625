package io.baton.apikey.store;

import io.baton.http.Network;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.annotations.DynamicUpdate;

/** An {@link ApiKey} as it is stored, with the digests of its secrets. Change it under the lock of {@link KeyStore#lock}. */
@Entity
@DynamicUpdate
@Table(name = "api_key")
public class ApiKeyEntity {
    @Id
    public UUID id;

    @Column(nullable = false)
    public String name;

    @Column(nullable = false)
    public boolean service;

    @Column(name = "user_id", nullable = false)
    public String userId;

    @Column(name = "display_name", nullable = false)
    public String displayName;

    @Column(nullable = false)
    public String[] roles;

    @Column(name = "group_name")
    public String group;

    /** Null: all. */
    public String[] models;

    /** In CIDR notation; empty: from anywhere. */
    @Column(nullable = false)
    public String[] addresses;

    @Column(name = "requests_per_minute")
    public Integer requestsPerMinute;

    @Column(name = "answers_at_once")
    public Integer answersAtOnce;

    @Column(name = "expires_at")
    public Instant expiresAt;

    @Column(nullable = false)
    public String locator;

    @Column(nullable = false)
    String digest;

    @Column(name = "old_locator")
    String oldLocator;

    @Column(name = "old_digest")
    String oldDigest;

    /** Until then the secret before the last rotation is valid too. */
    @Column(name = "old_until")
    public Instant oldUntil;

    @Column(name = "created_at", nullable = false)
    public Instant createdAt;

    @Column(name = "created_by", nullable = false)
    public String createdBy;

    @Column(name = "revoked_at")
    public Instant revokedAt;

    @Column(name = "revoked_by")
    public String revokedBy;

    /** {@link LastUses} writes it. */
    @Column(name = "last_used_at", insertable = false, updatable = false)
    public Instant lastUsedAt;

    /** By the database's clock. */
    @Column(name = "changed_at", insertable = false, updatable = false, nullable = false)
    Instant changedAt;

    public ApiKeyEntity() {}

    /** Replaces the secret; the one before stays valid until a moment. Null: no longer. */
    public void rotate(KeyText secret, Instant until) {
        oldLocator = until == null ? null : locator;
        oldDigest = until == null ? null : digest;
        oldUntil = until;
        locator = secret.locator();
        digest = secret.digest();
    }

    public ApiKey key() {
        return new ApiKey(
                id,
                name,
                service,
                userId,
                displayName,
                Set.of(roles),
                group,
                models == null ? null : Set.of(models),
                Stream.of(addresses)
                        .map(Network::parse)
                        .flatMap(Optional::stream)
                        .toList(),
                requestsPerMinute,
                answersAtOnce,
                expiresAt,
                revokedAt);
    }

    /** The secret that was made last, and the one before. */
    List<Secret> secrets() {
        var key = key();
        var current = new Secret(key, locator, digest, null);
        return oldLocator == null
                ? List.of(current)
                : List.of(current, new Secret(key, oldLocator, oldDigest, oldUntil));
    }
}
