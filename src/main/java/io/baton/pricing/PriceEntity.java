package io.baton.pricing;

import io.baton.model.Price;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** A {@link Price} that an admin has set, in dollars per 1,000 tokens. {@link PriceStore} writes it with an SQL statement. */
@Entity
@Immutable
@IdClass(PriceEntity.Key.class)
@Table(name = "price")
class PriceEntity {
    record Key(String model, Instant effectiveFrom) {}

    @Id
    String model;

    @Id
    @Column(name = "effective_from")
    Instant effectiveFrom;

    @Column(nullable = false)
    String version;

    @Column(nullable = false, precision = 20, scale = 9)
    BigDecimal input;

    @Column(nullable = false, precision = 20, scale = 9)
    BigDecimal output;

    @Column(nullable = false, precision = 20, scale = 9)
    BigDecimal cached;

    @Column(nullable = false, precision = 20, scale = 9)
    BigDecimal reasoning;

    @Column(name = "set_at", nullable = false)
    Instant setAt;

    @Column(name = "set_by", nullable = false)
    String setBy;

    protected PriceEntity() {}

    Price price() {
        return new Price(version, input, output, cached, reasoning);
    }
}
