package io.baton.alert.state;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** The only row: the last evaluation. {@link EvaluationTurn} writes it with SQL statements. */
@Entity
@Immutable
@Table(name = "alert_evaluation")
class EvaluationEntity {
    @Id
    short id;

    /** When it began. */
    @Column(nullable = false)
    Instant at;

    protected EvaluationEntity() {}
}
