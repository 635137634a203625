package io.baton.apikey.store;

import io.baton.platform.NativeSql;
import io.baton.platform.Pool;
import io.baton.platform.Pooled;
import io.baton.platform.Problem;
import io.baton.platform.SqlPipeline;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The table of API keys. Keys that are revoked stay, because the books name them; they go only with an erased owner. */
@ApplicationScoped
@Transactional
public class KeyStore {
    private static final String OF_USER =
            "from ApiKeyEntity k where cast(:user as String) is null or k.userId = :user ";

    @PersistenceContext
    EntityManager entities;

    public void insert(ApiKeyEntity key) {
        entities.persist(key);
        entities.flush();
    }

    public Optional<ApiKeyEntity> find(UUID id) {
        return Optional.ofNullable(entities.find(ApiKeyEntity.class, id));
    }

    /**
     * Locks a key until the end of the caller's transaction.
     *
     * @throws Problem 404 if there is none
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public ApiKeyEntity lock(UUID id) {
        var key = entities.find(ApiKeyEntity.class, id, LockModeType.PESSIMISTIC_WRITE);
        if (key == null) {
            throw Problem.notFound("key", id);
        }
        return key;
    }

    /** Stores what was changed of a locked key, so that all nodes see it. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void changed(ApiKeyEntity key) {
        entities.flush();
        entities.createNativeQuery("update api_key set changed_at = clock_timestamp() where id = :id")
                .setParameter("id", key.id)
                .executeUpdate();
    }

    /**
     * Newest first.
     *
     * @param userId whose; null: everybody's
     */
    public List<ApiKeyEntity> page(String userId, int from, int limit) {
        return entities.createQuery(OF_USER + "order by k.id desc", ApiKeyEntity.class)
                .setParameter("user", userId)
                .setFirstResult(from)
                .setMaxResults(limit)
                .getResultList();
    }

    /** How many keys {@link #page} has in all. */
    @Pooled(Pool.SETTLEMENT)
    public long count(String userId) {
        return entities.createQuery("select count(*) " + OF_USER, Long.class)
                .setParameter("user", userId)
                .getSingleResult();
    }

    /** How many of a person's keys are neither revoked nor expired. */
    public long valid(String userId, Instant now) {
        return entities.createQuery("""
                        select count(*) from ApiKeyEntity k
                        where k.userId = :user and k.revokedAt is null and (k.expiresAt is null or k.expiresAt > :now)
                        """, Long.class)
                .setParameter("user", userId)
                .setParameter("now", now)
                .getSingleResult();
    }

    /** Of all keys. */
    @Pooled(Pool.SETTLEMENT)
    public Set<UUID> ids() {
        return Set.copyOf(entities.createQuery("select k.id from ApiKeyEntity k", UUID.class)
                .getResultList());
    }

    /** Those that were changed within the last {@code age}, by the database's clock. */
    @Pooled(Pool.SETTLEMENT)
    public List<ApiKeyEntity> changedWithin(Duration age) {
        return NativeSql.query(
                        entities,
                        "select * from api_key where changed_at > clock_timestamp() - :age * interval '1 second'",
                        ApiKeyEntity.class)
                .setParameter("age", (double) age.toSeconds())
                .getResultList();
    }

    /** Stores when keys were last used. */
    @Pooled(Pool.SETTLEMENT)
    public void used(Map<UUID, Instant> lastUses) {
        var sql = new SqlPipeline();
        lastUses.forEach((id, at) -> sql.add(
                "update api_key set last_used_at = ? where id = ? and (last_used_at is null or last_used_at < ?)",
                at,
                id,
                at));
        sql.run(entities);
    }
}
