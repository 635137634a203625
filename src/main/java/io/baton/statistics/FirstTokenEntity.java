package io.baton.statistics;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** How long the first output of a model took within a quarter of an hour. {@link FirstTokenRollUp} writes it once. */
@Entity
@Immutable
@IdClass(FirstTokenEntity.Key.class)
@Table(name = "first_token_quarter_hour")
class FirstTokenEntity {
    record Key(Instant bucket, String model) {}

    @Id
    Instant bucket;

    /** Empty: all models together. */
    @Id
    String model;

    @Column(nullable = false)
    long answers;

    /** The 75th percentile. */
    @Column(name = "first_output_ms", nullable = false)
    int firstOutputMillis;

    protected FirstTokenEntity() {}
}
