package io.baton.provider.compatible;

import io.baton.catalog.Catalog;
import io.baton.catalog.Server;
import io.baton.model.Model;
import io.baton.model.Prompt;
import io.baton.model.Provider;
import io.baton.model.StreamStart;
import io.baton.provider.connection.ProviderPool;
import io.baton.provider.connection.ProviderPools;
import io.baton.provider.wire.ChatClient;
import io.baton.provider.wire.ChatCompletions;
import io.baton.provider.wire.ChatRequest;
import io.baton.provider.wire.ChatRequestWriter;
import io.baton.provider.wire.NotConnected;
import io.baton.provider.wire.RenewedClient;
import io.baton.provider.wire.StreamStartFallback;
import io.baton.provider.wire.UserAgent;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.faulttolerance.Fallback;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.eclipse.microprofile.rest.client.RestClientBuilder;

/**
 * The provider for all servers in the catalogue. Unlike the vendors' beans it has no circuit breaker, because all
 * servers would share its state; {@code ModelHealth} closes a model whose server fails.
 */
@ApplicationScoped
class Servers implements Provider {
    private static final int CONNECT_SECONDS = 3;

    @Inject
    Catalog catalog;

    @Inject
    Config config;

    @Inject
    ProviderPools pools;

    private Map<String, Connection> connections;

    private record Connection(ProviderPool pool, RenewedClient client, Optional<String> key, Duration readTimeout) {}

    @PostConstruct
    void connect() {
        connections = catalog.servers().stream().collect(Collectors.toMap(Server::name, this::connection));
    }

    private Connection connection(Server server) {
        var pool = pools.of(server.name(), server.url(), true);
        var client = RenewedClient.of(
                pool,
                () -> RestClientBuilder.newBuilder()
                        .baseUri(server.url())
                        .connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                        .readTimeout(server.readTimeout().toMillis(), TimeUnit.MILLISECONDS)
                        .register(UserAgent.class)
                        .register(ChatRequestWriter.class)
                        .build(ChatClient.class));
        return new Connection(
                pool, client, config.getOptionalValue(server.name() + ".api-key", String.class), server.readTimeout());
    }

    @Override
    public boolean serves(String provider) {
        return connections.containsKey(provider);
    }

    /** Whether a key is needed depends on the server. */
    @Override
    public boolean isConfigured() {
        return true;
    }

    @Override
    public Map<String, Connections> connections() {
        return connections.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().pool().connections()));
    }

    @Override
    @Timeout(ChatCompletions.FIRST_OUTPUT_MILLIS)
    @Retry(retryOn = NotConnected.class, maxRetries = 1, delay = 50, jitter = 25)
    @Fallback(
            value = StreamStartFallback.class,
            applyOn = {NotConnected.class, TimeoutException.class})
    public StreamStart open(Model model, Prompt prompt) {
        var connection = connections.get(model.provider());
        return ChatCompletions.startWithOptionalKey(
                connection.key(), connection.readTimeout(), connection.client(), new ChatRequest(model, prompt));
    }
}
