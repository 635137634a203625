package io.baton.provider.openai;

import io.baton.model.Model;
import io.baton.model.Prompt;
import io.baton.model.Provider;
import io.baton.model.StreamStart;
import io.baton.provider.connection.ProviderPool;
import io.baton.provider.connection.ProviderPools;
import io.baton.provider.wire.ChatCompletions;
import io.baton.provider.wire.ChatRequest;
import io.baton.provider.wire.NotConnected;
import io.baton.provider.wire.RenewedClient;
import io.baton.provider.wire.StreamStartFallback;
import io.baton.settings.AllowedValues;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Fallback;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.eclipse.microprofile.rest.client.inject.RestClient;

@ApplicationScoped
class OpenAi implements Provider {
    @Inject
    @RestClient
    Instance<OpenAiClient> clients;

    @Inject
    @ConfigProperty(name = "openai.api-key")
    @AllowedValues(pattern = ChatCompletions.KEY, description = "a key without blanks", secret = true)
    Optional<String> key;

    @Inject
    @ConfigProperty(name = "openai/mp-rest/readTimeout")
    long idleMillis;

    @Inject
    @ConfigProperty(name = "openai/mp-rest/url")
    URI url;

    @Inject
    ProviderPools pools;

    private ProviderPool pool;
    private RenewedClient client;

    @PostConstruct
    void connect() {
        pool = pools.of("openai", url, isConfigured());
        client = RenewedClient.of(pool, clients::get);
    }

    @Override
    public boolean serves(String provider) {
        return provider.equals("openai");
    }

    @Override
    public boolean isConfigured() {
        return ChatCompletions.isKey(key);
    }

    @Override
    public Map<String, Connections> connections() {
        return Map.of("openai", pool.connections());
    }

    @Override
    @Timeout(ChatCompletions.FIRST_OUTPUT_MILLIS)
    @CircuitBreaker(failOn = NotConnected.class, requestVolumeThreshold = 4, failureRatio = 0.75, delay = 5_000)
    @Retry(retryOn = NotConnected.class, maxRetries = 1, delay = 50, jitter = 25)
    @Fallback(
            value = StreamStartFallback.class,
            applyOn = {NotConnected.class, CircuitBreakerOpenException.class, TimeoutException.class})
    public StreamStart open(Model model, Prompt prompt) {
        var request = new ChatRequest(model, prompt);
        return ChatCompletions.start(key, Duration.ofMillis(idleMillis), client, request);
    }
}
