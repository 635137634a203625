package io.baton.alert.evaluation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** A reading that a node has made of itself. {@link NodeReadingStore} writes it with SQL statements. */
@Entity
@Immutable
@IdClass(NodeReadingEntity.Key.class)
@Table(name = "alert_reading")
class NodeReadingEntity {
    record Key(UUID node, String rule, String subject) {}

    @Id
    UUID node;

    @Id
    String rule;

    @Id
    String subject;

    @Column(nullable = false)
    double value;

    @Column(nullable = false)
    double volume;

    /** By the database's clock. */
    @Column(nullable = false)
    Instant at;

    protected NodeReadingEntity() {}
}
