package io.baton.alert.state;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** Something that happened to an alert. {@link Alerts} writes it with SQL statements. */
@Entity
@Immutable
@Table(name = "alert_event")
class AlertEventEntity {
    /** Later events have higher numbers, and are committed later. */
    @Id
    long seq;

    @Column(name = "alert_id", nullable = false)
    UUID alertId;

    @Column(nullable = false)
    String kind;

    @Column(nullable = false)
    Instant at;

    @Column(nullable = false)
    double value;

    /** Who acknowledged it; otherwise null. */
    @Column(name = "by_user")
    String byUser;

    /** Whether channels were not told, because of a silence. */
    @Column(nullable = false)
    boolean silenced;

    protected AlertEventEntity() {}
}
