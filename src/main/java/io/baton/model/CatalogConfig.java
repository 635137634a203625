package io.baton.model;

import io.baton.platform.Allowed;
import jakarta.enterprise.context.Dependent;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Settings of single models and their providers. They are asked for by name; here is only what they may be. */
@Dependent
class CatalogConfig {
    @ConfigProperty(name = "catalog.more")
    @Allowed(says = "a file that can be read")
    Optional<Path> more;

    @ConfigProperty(name = "models.<model>.upstream-id")
    @Allowed(form = "[\\x21-\\x7e]{1,200}", says = "a name without blanks")
    String upstreamId;

    @ConfigProperty(name = "models.<model>.continuation")
    @Allowed(words = {"partial", "prefix", "continue_final_message", "instruction"})
    String continuation;

    @ConfigProperty(name = "models.<model>.requests-per-minute")
    @Allowed(from = "1", to = "1000000")
    int requestsPerMinute;

    @ConfigProperty(name = "limits.<provider>.requests-per-minute")
    @Allowed(from = "1", to = "1000000")
    int providerRequestsPerMinute;

    @ConfigProperty(name = "<provider>/mp-rest/url")
    @Allowed(form = "https?://[^\\s/?#]+(/[^\\s?#]*)?", says = "an address such as https://host/v1")
    String url;

    @ConfigProperty(name = "<provider>/mp-rest/connectTimeout")
    @Allowed(from = "1", to = "60000")
    long connectMillis;

    @ConfigProperty(name = "<provider>/mp-rest/readTimeout")
    @Allowed(from = "100", to = "3600000")
    long readMillis;
}
