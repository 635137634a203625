package io.baton.budget;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** What is spent and held of one budget in one period; amounts are dollars. {@code BudgetAccounts} writes it with conditional SQL statements. */
@Entity
@Immutable
@IdClass(BudgetKey.class)
@Table(name = "budget_account")
class BudgetAccountEntity {
    @Id
    String owner;

    @Id
    String period;

    @Column(name = "begins_at", nullable = false)
    Instant beginsAt;

    /** Not part of the period. */
    @Column(name = "ends_at", nullable = false)
    Instant endsAt;

    @Column(name = "limit_amount", nullable = false, precision = 20, scale = 9)
    BigDecimal limit;

    @Column(nullable = false, precision = 20, scale = 9)
    BigDecimal spent;

    @Column(nullable = false, precision = 20, scale = 9)
    BigDecimal held;

    @Column(name = "would_refuse", nullable = false)
    long wouldRefuse;

    protected BudgetAccountEntity() {}
}
