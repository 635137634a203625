package io.baton.cluster;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** The row of a process. {@link Node} writes it with SQL statements, because its times are the database's. */
@Entity
@Immutable
@Table(name = "node")
class NodeEntity {
    @Id
    UUID id;

    @Column(name = "started_at", nullable = false)
    Instant startedAt;

    @Column(name = "heartbeat_at", nullable = false)
    Instant heartbeatAt;

    @Column(name = "lease_millis", nullable = false)
    int leaseMillis;

    /** Null: it has not left in good order. */
    @Column(name = "left_at")
    Instant leftAt;

    @Column(name = "draining", nullable = false)
    boolean draining;

    protected NodeEntity() {}
}
