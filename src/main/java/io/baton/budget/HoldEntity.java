package io.baton.budget;

import io.baton.model.Money;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;

/** The most that one unfinished answer may still cost. */
@Entity
@DynamicUpdate
@Table(name = "hold")
class HoldEntity {
    @Id
    @Column(name = "answer_id")
    UUID answerId;

    @Column(name = "user_id", nullable = false)
    String userId;

    /** Dollars. */
    @Column(nullable = false, precision = 20, scale = 9)
    BigDecimal amount;

    /** The accounts it is held on, each as {@link BudgetKey#toString} writes it. */
    @Column(nullable = false)
    String[] accounts;

    @Column(name = "created_at", nullable = false)
    Instant createdAt;

    @Column(name = "expires_at", nullable = false)
    Instant expiresAt;

    protected HoldEntity() {}

    Money amount() {
        return Money.ofDollars(amount);
    }

    List<BudgetKey> keys() {
        return Arrays.stream(accounts).map(BudgetKey::parse).toList();
    }
}
