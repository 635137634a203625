package io.baton.settings;

import jakarta.enterprise.context.Dependent;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The settings that {@code server.xml} reads. No code uses this class: it declares them for {@link SettingsCheck}. */
@Dependent
class ServerConfig {
    private static final String ADDRESS = "jdbc:postgresql://[^\\s/]+/[^\\s/]+";
    private static final String ANYTHING = "[^\\p{Cntrl}]*";

    @ConfigProperty(name = "HTTP_PORT", defaultValue = "9080")
    @AllowedValues(from = "1", to = "65535")
    int httpPort;

    @ConfigProperty(name = "HTTPS_PORT", defaultValue = "9443")
    @AllowedValues(from = "1", to = "65535")
    int httpsPort;

    @ConfigProperty(name = "HTTP_HOST", defaultValue = "*")
    @AllowedValues(pattern = "\\*|[A-Za-z0-9.:_-]+", description = "a host, or * for all")
    String httpHost;

    @ConfigProperty(name = "DB_URL")
    @AllowedValues(pattern = ADDRESS, description = "an address such as jdbc:postgresql://host/name", secret = true)
    String databaseUrl;

    @ConfigProperty(name = "DB_USER", defaultValue = "baton")
    @AllowedValues(pattern = "[^\\p{Cntrl}]+", description = "a name")
    String databaseUser;

    @ConfigProperty(name = "DB_PASSWORD")
    @AllowedValues(pattern = ANYTHING, description = "on one line", secret = true)
    Optional<String> databasePassword;

    @ConfigProperty(name = "DB_POOL_SIZE", defaultValue = "30")
    @AllowedValues(from = "2", to = "1000")
    int databasePoolSize;

    @ConfigProperty(name = "METRICS_AUTHENTICATION", defaultValue = "false")
    @AllowedValues(choices = {"true", "false"})
    String metricsAuthentication;

    @ConfigProperty(name = "LOG_FORMAT", defaultValue = "simple")
    @AllowedValues(choices = {"simple", "json"})
    String logFormat;

    @ConfigProperty(name = "BATON_APPLICATION", defaultValue = "baton.war")
    @AllowedValues(pattern = "[^\\p{Cntrl}]+", description = "a file or folder")
    String application;
}
