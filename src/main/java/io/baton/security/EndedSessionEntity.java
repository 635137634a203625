package io.baton.security;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** A {@link Revocation} as it is stored. {@link RevocationTable} writes it with SQL statements. */
@Entity
@Immutable
@Table(name = "ended_session")
class EndedSessionEntity {
    @Id
    String subject;

    @Column(nullable = false)
    Instant until;

    @Column(name = "expires_at", nullable = false)
    Instant expiresAt;

    /** By the database's clock. */
    @Column(name = "stored_at", nullable = false)
    Instant storedAt;

    protected EndedSessionEntity() {}
}
