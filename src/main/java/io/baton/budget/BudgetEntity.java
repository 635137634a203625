package io.baton.budget;

import io.baton.model.Money;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import org.hibernate.annotations.Immutable;

/** A {@link Budget} as it is stored; limits are dollars. {@code BudgetStore} writes it with SQL statements. */
@Entity
@Immutable
@Table(name = "budget")
class BudgetEntity {
    @Id
    String owner;

    @Column(name = "day_limit", precision = 20, scale = 9)
    BigDecimal dayLimit;

    @Column(name = "month_limit", precision = 20, scale = 9)
    BigDecimal monthLimit;

    @Column(nullable = false)
    boolean shadow;

    @Column(name = "cheaper_from")
    Integer cheaperFrom;

    /** An IANA name; null: the configured zone. */
    @Column(name = "time_zone")
    String timeZone;

    @Column(name = "updated_at", nullable = false)
    Instant updatedAt;

    @Column(name = "updated_by", nullable = false)
    String updatedBy;

    protected BudgetEntity() {}

    Budget budget() {
        return new Budget(owner, money(dayLimit), money(monthLimit), shadow, cheaperFrom, zone(timeZone));
    }

    /** Null: null. */
    static ZoneId zone(String id) {
        return id == null ? null : ZoneId.of(id);
    }

    /** Null: null. */
    static Money money(BigDecimal dollars) {
        return dollars == null ? null : Money.ofDollars(dollars);
    }
}
