package io.baton.answer;

import io.baton.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Table;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** The Idempotency-Keys of the last 24 hours, each with the question, or the answer without a conversation, that it was first used for. */
@ApplicationScoped
@Transactional
public class IdempotencyKeys {
    private static final Duration LIFE = Duration.ofHours(24);
    private static final int MAX_LENGTH = 255;

    private static final String HEADER = "Idempotency-Key";

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

        /** Null: of an answer without a conversation. */
        @Column(name = "conversation_id")
        UUID conversationId;

        @Column(name = "message_id")
        UUID messageId;

        /** Null: of a question. */
        @Column(name = "answer_id")
        UUID answerId;

        @Column(name = "created_at", nullable = false)
        Instant createdAt;

        protected FirstUse() {}
    }

    record KeyOfUser(String userId, String key) {}

    /**
     * A request with a key.
     *
     * @param key      as it was sent; null: there is none
     * @param bodyHash as {@link #hash} makes it
     */
    public record Use(String key, String bodyHash) {
        public Use {
            require(key);
        }
    }

    /** @throws Problem 400 if it can be no key */
    static void require(String key) {
        if (key != null) {
            Problem.requireStorable(HEADER, key);
        }
        if (key != null && (key.isBlank() || key.length() > MAX_LENGTH)) {
            throw Problem.badField(HEADER, "problem.length", HEADER, MAX_LENGTH);
        }
    }

    /** SHA-256 of a whole request, hexadecimal: tells requests with the same key apart. */
    public static String hash(String all) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Claims the key for a question. Waits for a concurrent request with the same key. False: the key is in use. */
    public boolean claim(String userId, Use use, UUID conversationId, UUID messageId) {
        return claim(userId, use, conversationId, messageId, null);
    }

    /** Claims the key for an answer without a conversation, likewise. */
    public boolean claim(String userId, Use use, UUID answerId) {
        return claim(userId, use, null, null, answerId);
    }

    private boolean claim(String userId, Use use, UUID conversationId, UUID messageId, UUID answerId) {
        var now = clock.instant();
        entities.createNativeQuery("delete from idempotency where user_id = :user and key = :key and created_at < :old")
                .setParameter("user", userId)
                .setParameter("key", use.key())
                .setParameter("old", now.minus(LIFE))
                .executeUpdate();
        return entities.createNativeQuery("""
                                insert into idempotency
                                  (user_id, key, body_hash, conversation_id, message_id, answer_id, created_at)
                                values (:user, :key, :hash, :conversation, :message, :answer, :now)
                                on conflict do nothing
                                """)
                        .setParameter("user", userId)
                        .setParameter("key", use.key())
                        .setParameter("hash", use.bodyHash())
                        .setParameter("conversation", conversationId)
                        .setParameter("message", messageId)
                        .setParameter("answer", answerId)
                        .setParameter("now", now)
                        .executeUpdate()
                == 1;
    }

    /**
     * The first use of a key that is in use.
     *
     * @throws Problem 422 if that was with another body
     */
    public FirstUse firstUse(String userId, Use use) {
        var first = entities.find(FirstUse.class, new KeyOfUser(userId, use.key()), LockModeType.PESSIMISTIC_WRITE);
        if (!use.bodyHash().equals(first.bodyHash)) {
            throw Problem.of(Problem.Kind.KEY_REUSED, "problem.key-reused");
        }
        return first;
    }

    /** Gives a key whose first use is locked to another answer. */
    public void give(String userId, Use use, UUID answerId) {
        entities.createNativeQuery("update idempotency set answer_id = :answer where user_id = :user and key = :key")
                .setParameter("answer", answerId)
                .setParameter("user", userId)
                .setParameter("key", use.key())
                .executeUpdate();
    }

    /** Deletes up to 1,000 expired keys. */
    public void deleteExpired(Instant now) {
        entities.createNativeQuery("""
                        delete from idempotency where (user_id, key) in (
                          select user_id, key from idempotency where created_at < :old order by created_at limit 1000)
                        """).setParameter("old", now.minus(LIFE)).executeUpdate();
    }
}
