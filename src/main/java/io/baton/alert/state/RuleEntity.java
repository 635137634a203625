package io.baton.alert.state;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** What an admin has set for a rule. {@link RuleStore} writes it with SQL statements. */
@Entity
@Immutable
@Table(name = "alert_rule")
class RuleEntity {
    @Id
    String rule;

    @Column(nullable = false)
    boolean enabled;

    @Column(name = "limit_value", nullable = false)
    double limit;

    @Column(name = "worse_value", nullable = false)
    double worse;

    @Column(name = "least_volume", nullable = false)
    double leastVolume;

    @Column(name = "in_a_row", nullable = false)
    int inARow;

    @Column(name = "updated_at", nullable = false)
    Instant updatedAt;

    @Column(name = "updated_by", nullable = false)
    String updatedBy;

    protected RuleEntity() {}

    RuleLimits limits() {
        return new RuleLimits(enabled, limit, worse, leastVolume, inARow);
    }
}
