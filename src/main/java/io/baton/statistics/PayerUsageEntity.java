package io.baton.statistics;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** What one payer besides users and site, such as a group, paid of one model within a quarter of an hour. */
@Entity
@Immutable
@IdClass(PayerUsageEntity.Key.class)
@Table(name = "usage_payer_quarter_hour")
class PayerUsageEntity extends UsageSums {
    record Key(Instant bucket, String payer, String model) {}

    @Id
    Instant bucket;

    /** As the owner of a budget is named: {@code group:12}. */
    @Id
    String payer;

    @Id
    String model;

    protected PayerUsageEntity() {}
}
