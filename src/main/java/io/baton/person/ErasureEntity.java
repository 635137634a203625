package io.baton.person;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** The erasure of a person. {@link Erasures} writes it with SQL statements. */
@Entity
@Immutable
@Table(name = "erasure")
class ErasureEntity {
    @Id
    UUID id;

    /** Null once nothing of the person is left. */
    @Column(name = "user_id")
    String userId;

    /** What the books call the person from now on. */
    @Column(nullable = false)
    String pseudonym;

    @Column(name = "requested_at", nullable = false)
    Instant requestedAt;

    @Column(name = "finished_at")
    Instant finishedAt;

    /** Until then a node is at work. */
    @Column(name = "busy_until")
    Instant busyUntil;

    protected ErasureEntity() {}
}
