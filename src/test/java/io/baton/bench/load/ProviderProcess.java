package io.baton.bench.load;

import io.baton.scripted.ScriptedProvider;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A {@link ScriptedProvider} in a JVM of its own. */
final class ProviderProcess {
    private static final String VENDOR = "qwen";
    private final ChildProcess child;
    private final String baseUrl;

    ProviderProcess() throws IOException {
        child = ChildProcess.java(ProviderProcess.class);
        baseUrl = child.process().inputReader().readLine();
    }

    /** The program: says where it listens. */
    public static void main(String[] arguments) throws Exception {
        System.out.println(ScriptedProvider.start(0).baseUrl(VENDOR));
    }

    /** Ends before {@code /chat/completions}. */
    String baseUrl() {
        return baseUrl;
    }

    URI url() {
        return URI.create(baseUrl + "/chat/completions");
    }

    /** What makes a server ask it. */
    Map<String, String> settings() {
        var settings = new HashMap<String, String>();
        for (var vendor : List.of(VENDOR, "gemma", "openai")) {
            var name = vendor.toUpperCase(java.util.Locale.ROOT);
            settings.put(name + "_MP_REST_URL", baseUrl.replace("/" + VENDOR + "/", "/" + vendor + "/"));
            settings.put(name + "_API_KEY", "scripted");
        }
        return settings;
    }

    /** So far. */
    Duration cpu() {
        return child.cpu();
    }
}
