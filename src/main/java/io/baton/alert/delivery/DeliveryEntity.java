package io.baton.alert.delivery;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** A row of the outbox. {@link Outbox} writes it with SQL statements. */
@Entity
@Immutable
@Table(name = "alert_delivery")
class DeliveryEntity {
    /** The order of a channel's deliveries. */
    @Id
    long seq;

    /** The receiver gets it too, and knows by it what it has received before. */
    @Column(nullable = false, unique = true)
    UUID id;

    @Column(nullable = false)
    String channel;

    /** JSON, as {@link Message} makes it. */
    @Column(nullable = false, columnDefinition = "text")
    String message;

    @Column(nullable = false)
    String state;

    /** How often it was sent. */
    @Column(nullable = false)
    int attempts;

    @Column(name = "created_at", nullable = false)
    Instant createdAt;

    @Column(name = "settled_at")
    Instant settledAt;

    protected DeliveryEntity() {}
}
