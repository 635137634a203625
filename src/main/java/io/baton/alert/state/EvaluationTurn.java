package io.baton.alert.state;

import io.baton.platform.NativeSql;
import io.baton.platform.Pool;
import io.baton.platform.Pooled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;

/** Whose turn it is to evaluate: of all nodes one in each period. A node that took its turn and dies costs one evaluation. */
@ApplicationScoped
@Transactional
@Pooled(Pool.SETTLEMENT)
public class EvaluationTurn {
    @PersistenceContext
    EntityManager entities;

    /** Takes the turn if the last one began about a period ago. {@code now}: to the millisecond. */
    public boolean take(Instant now, Duration period) {
        return entities.createNativeQuery("update alert_evaluation set at = :now where at <= :before")
                        .setParameter("now", now)
                        .setParameter("before", now.minus(period.multipliedBy(3).dividedBy(4)))
                        .executeUpdate()
                == 1;
    }

    /** Whether nobody has taken a later turn; then nobody can until the transaction ends. */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean isStill(Instant taken) {
        return NativeSql.query(entities, "select at from alert_evaluation for update", Instant.class)
                .getSingleResult()
                .equals(taken);
    }
}
