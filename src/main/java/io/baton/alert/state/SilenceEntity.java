package io.baton.alert.state;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** A time in which channels are not told of some alerts. */
@Entity
@Immutable
@Table(name = "alert_silence")
class SilenceEntity {
    @Id
    UUID id;

    /** Null: all rules. */
    String rule;

    /** Null: all subjects. */
    String subject;

    @Column(nullable = false)
    Instant until;

    String reason;

    @Column(name = "created_at", nullable = false)
    Instant createdAt;

    @Column(name = "created_by", nullable = false)
    String createdBy;

    protected SilenceEntity() {}

    SilenceEntity(UUID id, String rule, String subject, Instant until, String reason, Instant now, String by) {
        this.id = id;
        this.rule = rule;
        this.subject = subject;
        this.until = until;
        this.reason = reason;
        this.createdAt = now;
        this.createdBy = by;
    }
}
