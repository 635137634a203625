package io.baton.statistics;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** What one user used of one model within a quarter of an hour. */
@Entity
@Immutable
@IdClass(UserUsageEntity.Key.class)
@Table(name = "usage_quarter_hour")
class UserUsageEntity extends UsageSums {
    record Key(Instant bucket, String userId, String model) {}

    @Id
    Instant bucket;

    @Id
    @Column(name = "user_id")
    String userId;

    @Id
    String model;

    protected UserUsageEntity() {}
}
