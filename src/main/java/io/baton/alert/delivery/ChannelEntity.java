package io.baton.alert.delivery;

import io.baton.platform.Language;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Locale;
import org.hibernate.annotations.Immutable;

/** A {@link Channel} as it is stored, with what deliveries remember. Written with SQL statements. */
@Entity
@Immutable
@Table(name = "alert_channel")
class ChannelEntity {
    @Id
    String name;

    @Column(nullable = false)
    String kind;

    @Column(nullable = false)
    String target;

    String secret;

    @Column(nullable = false)
    String language;

    @Column(nullable = false)
    String least;

    @Column(nullable = false)
    boolean enabled;

    @Column(name = "updated_at", nullable = false)
    Instant updatedAt;

    @Column(name = "updated_by", nullable = false)
    String updatedBy;

    /** Until when a node delivers to it; null or past: nobody does. */
    @Column(name = "busy_until")
    Instant busyUntil;

    /** Null: at once. */
    @Column(name = "retry_at")
    Instant retryAt;

    /** Failed deliveries in a row. */
    @Column(nullable = false)
    int failures;

    @Column(name = "last_error")
    String lastError;

    protected ChannelEntity() {}

    Channel channel() {
        return new Channel(
                name,
                Channel.Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
                target,
                secret,
                language.equals(Language.CHINESE.code()) ? Language.CHINESE : Language.ENGLISH,
                Channel.Level.valueOf(least.toUpperCase(Locale.ROOT)),
                enabled);
    }
}
