package io.baton.dev;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the environment of {@code ./mvnw} says about Baton. */
record Settings(Map<String, String> given) {
    static final List<String> VENDORS = List.of("qwen", "gemma", "openai", "deepseek");
    /** Those of which nobody sees a model until there is a key. */
    static final Set<String> ONLY_WITH_KEY = Set.of("deepseek");

    private static final List<String> NAMES = List.of("HTTP_PORT", "HTTPS_PORT", "HTTP_HOST");
    private static final List<String> PREFIXES = List.of(
            "DB_",
            "REDIS_",
            "CORS_",
            "QWEN_",
            "GEMMA_",
            "OPENAI_",
            "DEEPSEEK_",
            "PROVIDER_",
            "CATALOG_",
            "MODELS_",
            "MP_",
            "BUDGET_",
            "OIDC_",
            "LDAP_",
            "LIMITS_",
            "ROUTING_",
            "BATON_",
            "ANSWER_CACHE_",
            "API_KEYS_",
            "CHAT_",
            "DRAIN_",
            "WARM_UP_",
            "ALERTS_",
            "USAGE_",
            "NODE2_",
            "BALANCER_",
            "METRICS_",
            "OTEL_",
            "TRACING_",
            "LOG_",
            "IO_BATON_");

    /** Of a server that only the catalogue knows. */
    private static final String KEY = "_API_KEY";

    /** Only what is Baton's of all that is in {@code environment}. */
    static Settings in(Map<String, String> environment) {
        var given = new TreeMap<String, String>();
        environment.forEach((name, value) -> {
            if (NAMES.contains(name) || name.endsWith(KEY) || PREFIXES.stream().anyMatch(name::startsWith)) {
                given.put(name, value);
            }
        });
        return new Settings(Map.copyOf(given));
    }

    /** The environment variable of a vendor's setting. */
    static String variable(String vendor, String setting) {
        return vendor.toUpperCase(Locale.ROOT) + "_" + setting;
    }

    /** What may surprise about who is asked; a provider is scripted unless its URL is given. */
    List<String> surprises() {
        return VENDORS.stream()
                .filter(vendor -> hasUrl(vendor) != hasKey(vendor))
                .map(vendor -> {
                    var url = variable(vendor, "MP_REST_URL");
                    var key = variable(vendor, "API_KEY");
                    return hasUrl(vendor)
                            ? vendor + ": " + given.get(url) + " without " + key + ": it will not be asked."
                            : vendor + ": scripted in spite of " + key + "; to ask the real one, set " + url + " too.";
                })
                .toList();
    }

    private boolean hasUrl(String vendor) {
        return given.containsKey(variable(vendor, "MP_REST_URL"));
    }

    private boolean hasKey(String vendor) {
        return !given.getOrDefault(variable(vendor, "API_KEY"), "").isBlank();
    }
}
