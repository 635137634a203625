package io.baton.audit;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** A recorded act. {@link AuditLog} writes it with SQL statements; triggers refuse every change. */
@Entity
@Immutable
@Table(name = "audit_record")
class RecordEntity {
    @Id
    long seq;

    /** By the database's clock. */
    @Column(nullable = false)
    Instant at;

    /** A person's id; null: Baton itself. */
    UUID actor;

    @Column(nullable = false)
    String proof;

    String credential;

    /** The code of an {@link Action}. */
    @Column(nullable = false)
    String action;

    String subject;

    /** JSON; null: there was nothing. */
    @Column(name = "old_value")
    String oldValue;

    @Column(name = "new_value")
    String newValue;

    @Column(nullable = false)
    UUID node;

    @Column(name = "trace_id")
    String traceId;

    protected RecordEntity() {}
}
