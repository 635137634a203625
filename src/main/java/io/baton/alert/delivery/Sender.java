package io.baton.alert.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Sends a message once, by the channel's kind. */
@ApplicationScoped
class Sender {
    @Inject
    Webhook webhook;

    @Inject
    Mail mail;

    Receipt send(Channel channel, Message message) {
        return switch (channel.kind()) {
            case WEBHOOK -> webhook.send(channel, message);
            case MAIL -> mail.send(channel, message);
        };
    }
}
