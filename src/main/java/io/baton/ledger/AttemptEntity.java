package io.baton.ledger;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/**
 * A row of the ledger: one request to a provider. SQL statements write it ({@link Ledger}), so read its columns and not the
 * entity: an entity that was read before such a statement would be out of date.
 */
@Entity
@Immutable
@IdClass(AttemptEntity.Key.class)
@Table(name = "attempt")
class AttemptEntity {
    /** The table is partitioned by {@code startedAt}. */
    record Key(UUID id, Instant startedAt) {}

    @Id
    UUID id;

    @Id
    @Column(name = "started_at")
    Instant startedAt;

    @Column(name = "answer_id", nullable = false)
    UUID answerId;

    @Column(name = "conversation_id")
    UUID conversationId;

    @Column(name = "user_id", nullable = false)
    String userId;

    /** The group that paid besides the user; null: none. */
    @Column(name = "group_id")
    Integer groupId;

    /** The API key by which it was asked; null: by none. */
    @Column(name = "api_key_id")
    UUID apiKeyId;

    @Column(nullable = false)
    int ordinal;

    @Column(nullable = false)
    String model;

    @Column(nullable = false)
    String provider;

    /** A code of {@link io.baton.model.Outcome}; null: the attempt is open. */
    String outcome;

    String detail;

    /** The provider's own word; null: it gave none, or the attempt is open. */
    @Column(name = "finish_reason")
    String finishReason;

    @Column(name = "input_tokens", nullable = false)
    int inputTokens;

    @Column(name = "output_tokens", nullable = false)
    int outputTokens;

    @Column(name = "cached_tokens", nullable = false)
    int cachedTokens;

    @Column(name = "reasoning_tokens", nullable = false)
    int reasoningTokens;

    /** {@code measured}, {@code estimated} or {@code void}; null: the attempt is open. */
    String source;

    @Column(name = "price_version")
    String priceVersion;

    /** Dollars; null: the attempt is open, or its price is unknown. */
    @Column(precision = 20, scale = 9)
    BigDecimal cost;

    @Column(name = "first_output_ms")
    Integer firstOutputMillis;

    @Column(name = "total_ms")
    Integer totalMillis;

    @Column(name = "ended_answer", nullable = false)
    boolean endedAnswer;

    /** Of the whole answer; null: it did not end with this attempt. */
    @Column(name = "response_time_ms")
    Long responseTimeMillis;

    /** Dollars that the answer which it repeats had cost; null: it repeats none, or that is not known. */
    @Column(precision = 20, scale = 9)
    BigDecimal saved;

    /** Whether the roll-up has it. */
    @Column(nullable = false)
    boolean posted;

    protected AttemptEntity() {}
}
