package io.baton.alert.delivery;

import io.baton.platform.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;

/** Takes messages in the transaction that makes them necessary, so that neither exists without the other. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class Outbox {
    @PersistenceContext
    EntityManager entities;

    @Inject
    ChannelStore channels;

    @Inject
    Clock clock;

    /** Adds the message for each channel that wants it. */
    public void add(Notice notice) {
        for (var channel : channels.all()) {
            if (channel.wants(notice.severe())) {
                var id = Ids.next();
                var message = Message.of(id, notice, notice.texts().get(channel.language()));
                entities.createNativeQuery("""
                                insert into alert_delivery (id, channel, message, created_at)
                                values (:id, :channel, :message, :now)
                                """)
                        .setParameter("id", id)
                        .setParameter("channel", channel.name())
                        .setParameter("message", message.json())
                        .setParameter("now", clock.instant())
                        .executeUpdate();
            }
        }
    }
}
