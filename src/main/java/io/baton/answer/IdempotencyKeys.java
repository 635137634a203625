package io.baton.answer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Table;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** The Idempotency-Keys of the last 24 hours, each with the question that it was first used for. */
@ApplicationScoped
@Transactional
public class IdempotencyKeys {
    private static final Duration LIFE = Duration.ofHours(24);

    @PersistenceContext
    EntityManager entities;

    @Inject
    Clock clock;

    /** The first use of a key, as it is stored. SQL statements write it. */
    @Entity(name = "IdempotencyKey")
    @Immutable
    @IdClass(KeyOfUser.class)
    @Table(name = "idempotency")
    static class FirstUse {
        @Id
        @Column(name = "user_id")
        String userId;

        @Id
        String key;

        @Column(name = "body_hash", nullable = false)
        String bodyHash;

        @Column(name = "conversation_id", nullable = false)
        UUID conversationId;

        @Column(name = "message_id", nullable = false)
        UUID messageId;

        @Column(name = "created_at", nullable = false)
        Instant createdAt;

        protected FirstUse() {}
    }

    record KeyOfUser(String userId, String key) {}

    /** Claims the key for a question. Waits for a concurrent request with the same key. False: the key is in use. */
    public boolean claim(String userId, NewQuestion question, UUID conversationId, UUID messageId) {
        var now = clock.instant();
        entities.createNativeQuery("delete from idempotency where user_id = :user and key = :key and created_at < :old")
                .setParameter("user", userId)
                .setParameter("key", question.key())
                .setParameter("old", now.minus(LIFE))
                .executeUpdate();
        return entities.createNativeQuery("""
                                insert into idempotency
                                  (user_id, key, body_hash, conversation_id, message_id, created_at)
                                values (:user, :key, :hash, :conversation, :message, :now)
                                on conflict do nothing
                                """)
                        .setParameter("user", userId)
                        .setParameter("key", question.key())
                        .setParameter("hash", question.hash())
                        .setParameter("conversation", conversationId)
                        .setParameter("message", messageId)
                        .setParameter("now", now)
                        .executeUpdate()
                == 1;
    }

    /** The first use of a key that is in use. */
    public FirstUse firstUse(String userId, String key) {
        return entities.find(FirstUse.class, new KeyOfUser(userId, key));
    }

    /** Deletes up to 1,000 expired keys. */
    public void deleteExpired(Instant now) {
        entities.createNativeQuery("""
                        delete from idempotency where (user_id, key) in (
                          select user_id, key from idempotency where created_at < :old order by created_at limit 1000)
                        """).setParameter("old", now.minus(LIFE)).executeUpdate();
    }
}
