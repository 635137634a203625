package io.baton.alert.state;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** An episode of a rule about a subject. {@link Alerts} changes it under its lock. */
@Entity
@Table(name = "alert")
class AlertEntity {
    @Id
    UUID id;

    @Column(nullable = false)
    String rule;

    @Column(nullable = false)
    String subject;

    /** From 1 for each rule and subject. */
    @Column(nullable = false)
    int episode;

    @Column(nullable = false)
    String state;

    @Column(nullable = false)
    boolean severe;

    /** The last reading that was beyond the limit. */
    @Column(nullable = false)
    double value;

    @Column(name = "limit_value", nullable = false)
    double limit;

    @Column(nullable = false)
    double volume;

    Double observed;

    Double expected;

    @Column(name = "beyond_since", nullable = false)
    Instant beyondSince;

    @Column(name = "worse_since")
    Instant worseSince;

    @Column(name = "calm_since")
    Instant calmSince;

    /** Null: it is only suspected. */
    @Column(name = "opened_at")
    Instant openedAt;

    @Column(name = "acknowledged_at")
    Instant acknowledgedAt;

    @Column(name = "acknowledged_by")
    String acknowledgedBy;

    @Column(name = "resolved_at")
    Instant resolvedAt;

    /** {@code opened} or {@code worse}: the last that channels were told; null: nothing. */
    String told;

    protected AlertEntity() {}

    AlertEntity(UUID id, Reading reading, int episode) {
        this.id = id;
        this.rule = reading.rule().code();
        this.subject = reading.subject();
        this.episode = episode;
    }

    AlertRule rule() {
        return AlertRule.of(rule).orElseThrow();
    }

    Condition condition() {
        return new Condition(AlertState.of(state), severe, beyondSince, worseSince, calmSince);
    }

    void become(Condition condition) {
        state = condition.state().code();
        severe = condition.severe();
        beyondSince = condition.beyondSince();
        worseSince = condition.worseSince();
        calmSince = condition.calmSince();
    }

    void read(Reading reading, double limitNow) {
        value = reading.value();
        limit = limitNow;
        volume = reading.volume();
        observed = reading.observed();
        expected = reading.expected();
    }

    boolean isVisible() {
        return openedAt != null;
    }
}
