package io.baton.budget;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** A percentage of a limit that was reached; amounts are dollars. {@code BudgetMarks} writes it once for each period. */
@Entity
@Immutable
@IdClass(BudgetMarkEntity.Key.class)
@Table(name = "budget_mark")
class BudgetMarkEntity {
    record Key(String owner, String period, int percent) {}

    @Id
    String owner;

    @Id
    String period;

    @Id
    int percent;

    @Column(nullable = false, precision = 20, scale = 9)
    BigDecimal spent;

    @Column(name = "limit_amount", nullable = false, precision = 20, scale = 9)
    BigDecimal limit;

    @Column(name = "reached_at", nullable = false)
    Instant reachedAt;

    protected BudgetMarkEntity() {}
}
