package io.baton.dev;

import java.io.IOException;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What the environment of {@code ./mvnw} says about Baton. */
record Settings(Map<String, String> given) {
    static final List<String> VENDORS = List.of("qwen", "gemma", "openai");
    private static final List<String> NAMES =
            List.of("DB_URL", "DB_USER", "DB_PASSWORD", "REDIS_URL", "HTTP_PORT", "HTTPS_PORT", "CORS_ALLOWED_ORIGINS");
    private static final List<String> PREFIXES = List.of(
            "QWEN_",
            "GEMMA_",
            "OPENAI_",
            "DEEPSEEK_",
            "CATALOG_",
            "MODELS_",
            "MP_",
            "LIMITS_",
            "ROUTING_",
            "BATON_",
            "CHAT_",
            "USAGE_");

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

    /**
     * Where the node will listen.
     *
     * @param offset added to the usual ports
     * @param say    learns which port is taken instead of a usual one
     * @throws CannotStart where a port that was asked for is in use
     */
    Map<String, String> ports(int offset, PrintStream say) throws IOException {
        var ports = new HashMap<String, String>();
        ports.put("HTTP_PORT", port("HTTP_PORT", 9080 + offset, "Baton", say));
        ports.put("HTTPS_PORT", port("HTTPS_PORT", 9443 + offset, "https", say));
        return ports;
    }

    private String port(String name, int usual, String what, PrintStream say) throws IOException {
        if (given.containsKey(name)) {
            Ports.mustBeFree(given.get(name));
            return given.get(name);
        }
        var port = Ports.freeOr(usual);
        if (port != usual) {
            say.println(usual + " is in use, so " + what + " listens on " + port + ".");
        }
        return Integer.toString(port);
    }

    /** What may surprise about who is asked; a provider is scripted unless its URL is given. */
    List<String> surprises() {
        return VENDORS.stream()
                .filter(vendor -> hasUrl(vendor) != hasKey(vendor))
                .map(vendor -> {
                    var name = vendor.toUpperCase(Locale.ROOT);
                    return hasUrl(vendor)
                            ? vendor + ": " + given.get(name + "_MP_REST_URL") + " without " + name
                                    + "_API_KEY: it will not be asked."
                            : vendor + ": scripted in spite of " + name + "_API_KEY; to ask the real one, set " + name
                                    + "_MP_REST_URL too.";
                })
                .toList();
    }

    private boolean hasUrl(String vendor) {
        return given.containsKey(vendor.toUpperCase(Locale.ROOT) + "_MP_REST_URL");
    }

    private boolean hasKey(String vendor) {
        return !given.getOrDefault(vendor.toUpperCase(Locale.ROOT) + "_API_KEY", "")
                .isBlank();
    }
}
