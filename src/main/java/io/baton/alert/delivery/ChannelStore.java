package io.baton.alert.delivery;

import io.baton.audit.Action;
import io.baton.audit.AuditLog;
import io.baton.http.Version;
import io.baton.platform.NativeSql;
import io.baton.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The channels that admins have set. */
@ApplicationScoped
@Transactional
public class ChannelStore {
    static final int MOST = 20;

    @PersistenceContext
    EntityManager entities;

    @Inject
    Clock clock;

    @Inject
    AuditLog audit;

    /**
     * How a channel is doing.
     *
     * @param pending   messages that wait
     * @param oldest    when the first of them was made; null: none waits
     * @param failures  failed deliveries in a row
     * @param retryAt   null: at once
     * @param lastError null: the last delivery succeeded
     */
    public record Progress(
            String name, long pending, Instant oldest, int failures, Instant retryAt, String lastError) {}

    public List<Channel> all() {
        return entities
                .createQuery("from ChannelEntity c order by c.name", ChannelEntity.class)
                .getResultList()
                .stream()
                .map(ChannelEntity::channel)
                .toList();
    }

    public Optional<Channel> find(String name) {
        return Optional.ofNullable(entities.find(ChannelEntity.class, name)).map(ChannelEntity::channel);
    }

    /** By name. */
    public List<Progress> progress() {
        return NativeSql.query(entities, """
                        select c.name, count(d.seq), min(d.created_at), c.failures, c.retry_at, c.last_error
                        from alert_channel c left join alert_delivery d on d.channel = c.name and d.state = 'pending'
                        group by c.name order by c.name
                        """, Progress.class).getResultList();
    }

    /** Changes with every change by an admin; empty: there is no such channel. */
    public Optional<Version> version(String name) {
        return Optional.ofNullable(entities.find(ChannelEntity.class, name))
                .map(channel -> Version.of(name, channel.updatedAt));
    }

    /**
     * Sets or replaces a channel; what waits for it is sent to the new address at once.
     *
     * @param ifMatch the version that the admin has read; null: any
     */
    public void put(Channel channel, String by, String ifMatch) {
        NativeSql.lock(entities, "channels");
        Version.check(ifMatch, version(channel.name()).orElse(null));
        audit.record(
                Action.ALERT_CHANNEL_SET,
                "channel:" + channel.name(),
                find(channel.name()).map(ChannelStore::shown),
                shown(channel));
        if (find(channel.name()).isEmpty() && all().size() >= MOST) {
            throw Problem.badField("name", "problem.channels", MOST);
        }
        entities.createNativeQuery("""
                        insert into alert_channel (name, kind, target, secret, language, least, enabled, updated_at, updated_by)
                        values (:name, :kind, :target, cast(:secret as varchar), :language, :least, :enabled, :now, :by)
                        on conflict (name) do update set kind = excluded.kind, target = excluded.target,
                          secret = excluded.secret, language = excluded.language, least = excluded.least,
                          enabled = excluded.enabled, updated_at = excluded.updated_at, updated_by = excluded.updated_by,
                          retry_at = null, failures = 0, last_error = null
                        """)
                .setParameter("name", channel.name())
                .setParameter("kind", channel.kind().name().toLowerCase(Locale.ROOT))
                .setParameter("target", channel.target())
                .setParameter("secret", channel.secret())
                .setParameter("language", channel.language().code())
                .setParameter("least", channel.least().name().toLowerCase(Locale.ROOT))
                .setParameter("enabled", channel.enabled())
                .setParameter("now", clock.instant())
                .setParameter("by", by)
                .executeUpdate();
    }

    /** Removes a channel and what waits for it. */
    public void delete(String name, String ifMatch) {
        NativeSql.lock(entities, "channels");
        Version.check(ifMatch, version(name).orElse(null));
        find(name)
                .ifPresent(
                        channel -> audit.record(Action.ALERT_CHANNEL_REMOVED, "channel:" + name, shown(channel), null));
        entities.createNativeQuery("delete from alert_channel where name = :name")
                .setParameter("name", name)
                .executeUpdate();
    }

    /** Without what is secret, its key and the path of its URL, and without the names in mail addresses. */
    private static Map<String, Object> shown(Channel channel) {
        return Map.of(
                "kind", channel.kind(),
                "target", ChannelBody.shown(channel).replaceAll("[^@,\\s]+@", "…@"),
                "signed", channel.secret() != null,
                "language", channel.language().code(),
                "least", channel.least(),
                "enabled", channel.enabled());
    }
}
