package io.baton.group;

import io.baton.limits.OwnLimits;
import io.baton.model.AllowedModels;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import org.hibernate.annotations.Immutable;

/** A {@link Group} as it is stored. {@code GroupStore} writes it with SQL statements. */
@Entity
@Immutable
@Table(name = "user_group")
class GroupEntity {
    @Id
    int id;

    @Column(nullable = false)
    String name;

    @Column(nullable = false)
    int priority;

    /** Null: all. */
    String[] models;

    @Column(name = "requests_per_minute")
    Integer requestsPerMinute;

    @Column(name = "simultaneous_answers")
    Integer simultaneousAnswers;

    @Column(nullable = false)
    long changes;

    @Column(name = "updated_at", nullable = false)
    Instant updatedAt;

    @Column(name = "updated_by", nullable = false)
    String updatedBy;

    protected GroupEntity() {}

    Group group() {
        return new Group(
                id,
                name,
                priority,
                AllowedModels.of(models == null ? null : List.of(models)),
                new OwnLimits(requestsPerMinute, simultaneousAnswers));
    }
}
