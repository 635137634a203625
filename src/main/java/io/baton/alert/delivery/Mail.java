package io.baton.alert.delivery;

import io.baton.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.mail.Authenticator;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/** Sends messages by mail. The {@code Message-ID} is made of the delivery's id. */
@ApplicationScoped
class Mail {
    private static final int MOST_ADDRESSES = 10;
    private static final int LONGEST = 2_000;

    @Inject
    @ConfigProperties
    MailConfig config;

    @Inject
    @ConfigProperties
    DeliveryConfig delivery;

    /** @throws Problem naming {@code field} if these are no addresses */
    String checked(String field, String to) {
        if (config.host.isEmpty()) {
            throw Problem.badField("kind", "problem.no-mail-server");
        }
        try {
            var addresses = addresses(to);
            if (addresses.length == to.split(",", -1).length
                    && addresses.length <= MOST_ADDRESSES
                    && to.length() <= LONGEST) {
                return to;
            }
        } catch (AddressException invalid) {
            // reported below
        }
        throw Problem.badField(field, "problem.mail-addresses", field, MOST_ADDRESSES);
    }

    /** Only {@code name@host}: no display names, groups or comments. */
    private static InternetAddress[] addresses(String to) throws AddressException {
        var addresses = InternetAddress.parse(to, true);
        for (var address : addresses) {
            address.validate();
            if (!address.getAddress().matches("[^\\s\\p{Cntrl}]+@[^\\s\\p{Cntrl}@]+")
                    || address.getPersonal() != null) {
                throw new AddressException("not a plain address");
            }
        }
        return addresses;
    }

    /** Blocks for a few time-outs at most: of the connection, and of each reply. */
    Receipt send(Channel channel, Message message) {
        if (config.host.isEmpty()) {
            return new Receipt.Failed("there is no mail server");
        }
        try {
            Transport.send(mail(channel, message));
            return new Receipt.Delivered();
        } catch (MessagingException failed) {
            return new Receipt.Failed(failed.getClass().getSimpleName());
        }
    }

    private MimeMessage mail(Channel channel, Message message) throws MessagingException {
        var mail = new Identified(session(), message.deliveryId());
        mail.setFrom(new InternetAddress(config.from));
        mail.setRecipients(RecipientType.TO, addresses(channel.target()));
        mail.setSubject(message.title(), StandardCharsets.UTF_8.name());
        mail.setText(message.detail(), StandardCharsets.UTF_8.name());
        mail.setHeader("X-Baton-Delivery", message.deliveryId().toString());
        mail.setHeader("Auto-Submitted", "auto-generated");
        return mail;
    }

    private Session session() {
        var millis = Long.toString(delivery.timeout.toMillis());
        var properties = new Properties();
        properties.put("mail.transport.protocol", "smtp");
        properties.put("mail.smtp.host", config.host.orElseThrow());
        properties.put("mail.smtp.port", Integer.toString(config.port));
        properties.put("mail.smtp.connectiontimeout", millis);
        properties.put("mail.smtp.timeout", millis);
        properties.put("mail.smtp.writetimeout", millis);
        properties.put("mail.smtp.auth", Boolean.toString(config.user.isPresent()));
        properties.put("mail.smtp.ssl.enable", Boolean.toString(config.security.equals("tls")));
        properties.put("mail.smtp.starttls.enable", Boolean.toString(config.security.equals("starttls")));
        properties.put("mail.smtp.starttls.required", Boolean.toString(config.security.equals("starttls")));
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        return Session.getInstance(properties, authenticator());
    }

    private Authenticator authenticator() {
        return new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication(config.user.orElse(""), config.password.orElse(""));
            }
        };
    }

    /** A mail whose id is the same each time it is sent. */
    private static final class Identified extends MimeMessage {
        private final UUID id;

        Identified(Session session, UUID id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<" + id + "@baton>");
        }
    }
}
