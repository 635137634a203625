package io.baton.catalog;

import io.baton.settings.AllowedValues;
import jakarta.enterprise.context.Dependent;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Declares the settings of single models and providers for validation. Code reads them by name. */
@Dependent
class CatalogConfig {
    @ConfigProperty(name = "catalog.more")
    @AllowedValues(description = "a file that can be read")
    Optional<Path> more;

    @ConfigProperty(name = "models.<model>.upstream-id")
    @AllowedValues(pattern = "[\\x21-\\x7e]{1,200}", description = "a name without blanks")
    String upstreamId;

    @ConfigProperty(name = "models.<model>.continuation")
    @AllowedValues(choices = {"partial", "prefix", "continue_final_message", "instruction"})
    String continuation;

    @ConfigProperty(name = "models.<model>.requests-per-minute")
    @AllowedValues(from = "1", to = "1000000")
    int requestsPerMinute;

    @ConfigProperty(name = "limits.<provider>.requests-per-minute")
    @AllowedValues(from = "1", to = "1000000")
    int providerRequestsPerMinute;

    @ConfigProperty(name = "<provider>/mp-rest/url")
    @AllowedValues(pattern = "https?://[^\\s/?#]+(/[^\\s?#]*)?", description = "an address such as https://host/v1")
    String url;

    @ConfigProperty(name = "<provider>/mp-rest/connectTimeout")
    @AllowedValues(from = "1", to = "60000")
    long connectMillis;

    @ConfigProperty(name = "<provider>/mp-rest/readTimeout")
    @AllowedValues(from = "100", to = "3600000")
    long readMillis;
}
