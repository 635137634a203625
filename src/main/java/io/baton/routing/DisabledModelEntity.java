package io.baton.routing;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** A model that an admin has disabled. {@link DisabledModels} writes it with SQL statements. */
@Entity
@Immutable
@Table(name = "model_closure")
class DisabledModelEntity {
    @Id
    String model;

    /** Null: until an admin enables it. */
    Instant until;

    @Column(name = "closed_by", nullable = false)
    String closedBy;

    @Column(name = "closed_at", nullable = false)
    Instant closedAt;

    protected DisabledModelEntity() {}
}
