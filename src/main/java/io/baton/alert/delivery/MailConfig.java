package io.baton.alert.delivery;

import io.baton.settings.AllowedValues;
import jakarta.enterprise.context.Dependent;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperties;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The mail server, under {@code alerts.mail.}. Without a host there is no mail. */
@ConfigProperties(prefix = "alerts.mail")
@Dependent
public class MailConfig {
    @ConfigProperty(name = "host")
    @AllowedValues(pattern = "[A-Za-z0-9.:_-]+", description = "a host")
    public Optional<String> host;

    @ConfigProperty(name = "port", defaultValue = "587")
    @AllowedValues(from = "1", to = "65535")
    public int port;

    /** Whether the connection is upgraded to TLS, is TLS from the beginning, or is neither. */
    @ConfigProperty(name = "security", defaultValue = "starttls")
    @AllowedValues(choices = {"starttls", "tls", "none"})
    public String security;

    @ConfigProperty(name = "from", defaultValue = "baton@localhost")
    @AllowedValues(pattern = "[^\\s@,<>\"\\p{Cntrl}]+@[A-Za-z0-9.-]+", description = "a mail address")
    public String from;

    @ConfigProperty(name = "user")
    @AllowedValues(pattern = "[^\\p{Cntrl}]+", description = "a name")
    public Optional<String> user;

    @ConfigProperty(name = "password")
    @AllowedValues(pattern = "[^\\p{Cntrl}]*", description = "on one line", secret = true)
    public Optional<String> password;
}
