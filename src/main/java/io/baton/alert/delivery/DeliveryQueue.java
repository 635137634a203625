package io.baton.alert.delivery;

import io.baton.platform.NativeSql;
import io.baton.platform.Pool;
import io.baton.platform.Pooled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The reading end of the outbox. One node at a time works on a channel: it claims the channel for a minute by the database's clock, and
 * renews that with each message. A node that dies is succeeded a minute later, by one that may send the message under way again.
 */
@ApplicationScoped
@Transactional
@Pooled(Pool.SETTLEMENT)
class DeliveryQueue {
    private static final String CLAIM = "now() + interval '1 minute'";
    private static final Duration SETTLED_KEPT = Duration.ofDays(30);

    @PersistenceContext
    EntityManager entities;

    @Inject
    Clock clock;

    /** The oldest message of a channel. */
    record Due(UUID id, String message) {}

    /**
     * What is to be delivered.
     *
     * @param seconds since the oldest message was written
     * @param failing the channels whose last try failed, comma-separated
     */
    record Waiting(long messages, long seconds, String failing) {
        static final Waiting NOTHING = new Waiting(0, 0, "");
    }

    public Waiting waiting() {
        return NativeSql.query(entities, """
                        select count(*), coalesce(cast(extract(epoch from now() - min(created_at)) as bigint), 0),
                          (select coalesce(string_agg(name, ',' order by name), '') from alert_channel where enabled and failures > 0)
                        from alert_delivery where state = 'pending'
                        """, Waiting.class).getSingleResult();
    }

    /** Claims channels that have something to deliver and whose receiver may be tried. */
    public List<String> claim(int most) {
        return NativeSql.query(entities, """
                        update alert_channel set busy_until = %s where name in (
                          select name from alert_channel c
                          where enabled and (busy_until is null or busy_until < now()) and (retry_at is null or retry_at <= now())
                            and exists (select from alert_delivery d where d.channel = c.name and d.state = 'pending')
                          order by name limit :most for update skip locked)
                        returning name
                        """.formatted(CLAIM), String.class)
                .setParameter("most", most)
                .getResultList();
    }

    /** The next message of a claimed channel, and the channel as it is now. Counts the try and renews the claim. */
    public Optional<Due> next(String channel) {
        return NativeSql.query(entities, """
                        with due as (
                          update alert_delivery set attempts = attempts + 1 where seq = (
                            select seq from alert_delivery where channel = :channel and state = 'pending' order by seq limit 1)
                          returning id, message
                        ), renewed as (
                          update alert_channel set busy_until = %s where name = :channel and exists (select from due)
                        )
                        select id, message from due
                        """.formatted(CLAIM), Due.class)
                .setParameter("channel", channel)
                .getResultList()
                .stream()
                .findFirst();
    }

    /** Records that a message is settled. {@code state}: {@code delivered} or {@code refused}. */
    public void settle(String channel, UUID id, String state, String error) {
        entities.createNativeQuery("""
                        update alert_delivery set state = :state, settled_at = :now where id = :id and state = 'pending'
                        """)
                .setParameter("state", state)
                .setParameter("now", clock.instant())
                .setParameter("id", id)
                .executeUpdate();
        entities.createNativeQuery("""
                        update alert_channel set failures = 0, retry_at = null, last_error = cast(:error as varchar)
                        where name = :channel
                        """)
                .setParameter("error", error)
                .setParameter("channel", channel)
                .executeUpdate();
    }

    /** Leaves the channel alone for a while. Gives how many failures there were in a row before. */
    public int failures(String channel) {
        return NativeSql.query(entities, "select failures from alert_channel where name = :channel", Integer.class)
                .setParameter("channel", channel)
                .getResultList()
                .stream()
                .findFirst()
                .orElse(0);
    }

    public void postpone(String channel, String error, Duration pause) {
        entities.createNativeQuery("""
                        update alert_channel set failures = failures + 1, last_error = :error, busy_until = null,
                          retry_at = now() + make_interval(secs => :seconds)
                        where name = :channel
                        """)
                .setParameter("error", error)
                .setParameter("seconds", pause.toMillis() / 1000.0)
                .setParameter("channel", channel)
                .executeUpdate();
    }

    public void release(String channel) {
        entities.createNativeQuery("update alert_channel set busy_until = null where name = :channel")
                .setParameter("channel", channel)
                .executeUpdate();
    }

    /** Gives up what has waited too long, and deletes what was settled long ago. Gives how many were given up. */
    public int clean(Duration kept) {
        entities.createNativeQuery("delete from alert_delivery where state <> 'pending' and settled_at < :before")
                .setParameter("before", clock.instant().minus(SETTLED_KEPT))
                .executeUpdate();
        return entities.createNativeQuery("""
                        update alert_delivery set state = 'expired', settled_at = :now
                        where state = 'pending' and created_at < :before
                        """)
                .setParameter("now", clock.instant())
                .setParameter("before", clock.instant().minus(kept))
                .executeUpdate();
    }
}
