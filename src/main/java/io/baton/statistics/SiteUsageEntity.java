package io.baton.statistics;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** What all users together used of one model within a quarter of an hour. */
@Entity
@Immutable
@IdClass(SiteUsageEntity.Key.class)
@Table(name = "usage_site_quarter_hour")
class SiteUsageEntity extends UsageSums {
    record Key(Instant bucket, String model) {}

    @Id
    Instant bucket;

    @Id
    String model;

    protected SiteUsageEntity() {}
}
