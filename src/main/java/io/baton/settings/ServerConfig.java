package io.baton.settings;

import jakarta.enterprise.context.Dependent;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The settings that {@code server.xml} reads. No code uses this class: it declares them for {@link SettingsCheck}. */
@Dependent
class ServerConfig {
    private static final String ADDRESS = "jdbc:postgresql://[^\\s/]+/[^\\s/]+";
    private static final String ANYTHING = "[^\\p{Cntrl}]*";
    private static final String ATTRIBUTE = "[A-Za-z][A-Za-z0-9-]*";
    private static final String PAIR = "(\\*|" + ATTRIBUTE + "):" + ATTRIBUTE;
    private static final String NAMES = ATTRIBUTE + "=[^\\p{Cntrl}]+";
    private static final String FILTER = "\\([^\\p{Cntrl}]*=%v\\)[^\\p{Cntrl}]*";

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

    /** Who owns the tables; without it the same as the application. */
    @ConfigProperty(name = "DB_MIGRATION_USER")
    @AllowedValues(pattern = "[^\\p{Cntrl}]+", description = "a name")
    Optional<String> migrationUser;

    @ConfigProperty(name = "DB_MIGRATION_PASSWORD")
    @AllowedValues(pattern = ANYTHING, description = "on one line", secret = true)
    Optional<String> migrationPassword;

    @ConfigProperty(name = "DB_POOL_SIZE", defaultValue = "30")
    @AllowedValues(from = "2", to = "1000")
    int databasePoolSize;

    /** This one and those below are for {@code ldap.xml}, if that is laid out. */
    @ConfigProperty(name = "LDAP_HOST")
    @AllowedValues(pattern = "[A-Za-z0-9.:_-]+", description = "a host")
    Optional<String> directoryHost;

    @ConfigProperty(name = "LDAP_PORT", defaultValue = "636")
    @AllowedValues(from = "1", to = "65535")
    int directoryPort;

    @ConfigProperty(name = "LDAP_TLS", defaultValue = "true")
    @AllowedValues(choices = {"true", "false"})
    String directoryTls;

    @ConfigProperty(name = "LDAP_BASE_DN")
    @AllowedValues(pattern = NAMES, description = "a distinguished name such as dc=blog,dc=example")
    Optional<String> directoryBase;

    @ConfigProperty(name = "LDAP_BIND_DN")
    @AllowedValues(pattern = NAMES, description = "a distinguished name such as cn=baton,dc=blog,dc=example")
    Optional<String> directoryBindName;

    @ConfigProperty(name = "LDAP_BIND_PASSWORD")
    @AllowedValues(pattern = ANYTHING, description = "on one line", secret = true)
    Optional<String> directoryBindPassword;

    @ConfigProperty(name = "LDAP_TYPE", defaultValue = "Custom")
    @AllowedValues(choices = {"Custom", "Microsoft Active Directory"})
    String directoryType;

    @ConfigProperty(name = "LDAP_USER_FILTER", defaultValue = "(&(uid=%v)(objectClass=inetOrgPerson))")
    @AllowedValues(pattern = FILTER, description = "a filter with %v for the name, such as (uid=%v)")
    String directoryUserFilter;

    @ConfigProperty(name = "LDAP_USER_ID", defaultValue = "*:uid")
    @AllowedValues(pattern = PAIR, description = "an object class or *, : and an attribute")
    String directoryUserId;

    @ConfigProperty(name = "LDAP_GROUP_FILTER", defaultValue = "(&(cn=%v)(objectClass=groupOfNames))")
    @AllowedValues(pattern = FILTER, description = "a filter with %v for the name, such as (cn=%v)")
    String directoryGroupFilter;

    @ConfigProperty(name = "LDAP_GROUP_MEMBER", defaultValue = "groupOfNames:member")
    @AllowedValues(pattern = PAIR, description = "an object class, : and its attribute with the members")
    String directoryGroupMember;

    @ConfigProperty(name = "LDAP_UNIQUE_ID", defaultValue = "entryUUID")
    @AllowedValues(pattern = ATTRIBUTE, description = "an attribute")
    String directoryUniqueId;

    @ConfigProperty(name = "LDAP_DISPLAY_NAME", defaultValue = "cn")
    @AllowedValues(pattern = ATTRIBUTE, description = "an attribute")
    String directoryDisplayName;

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
