package io.baton.answercache;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** A question whose answers all users share. {@link SharedQuestions} writes it with SQL statements. */
@Entity
@Immutable
@Table(name = "shared_question")
class SharedQuestionEntity {
    @Id
    UUID id;

    @Column(nullable = false)
    String question;

    @Column(name = "shared_at", nullable = false)
    Instant sharedAt;

    @Column(name = "shared_by", nullable = false)
    String sharedBy;

    protected SharedQuestionEntity() {}
}
