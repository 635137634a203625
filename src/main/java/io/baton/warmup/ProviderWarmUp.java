package io.baton.warmup;

import io.baton.catalog.Catalog;
import io.baton.model.Prompt;
import io.baton.model.Provider;
import io.baton.provider.wire.ChatClient;
import io.baton.provider.wire.ChatCompletions;
import io.baton.provider.wire.ChatRequest;
import io.baton.provider.wire.ChatRequestWriter;
import io.baton.provider.wire.RenewedClient;
import io.baton.provider.wire.UserAgent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.rest.client.RestClientBuilder;

/** Prepares the clients of the providers without a request to any of them. */
@ApplicationScoped
class ProviderWarmUp {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject
    @Any
    Instance<Provider> providers;

    @Inject
    Catalog catalog;

    private ChatClient refusing;

    /** Asks each provider on a thread that is interrupted already: then no request is sent. Call it on a virtual thread. */
    void interruptedRound(Prompt prompt) {
        for (var provider : providers) {
            catalog.models().stream()
                    .filter(model -> provider.serves(model.provider()))
                    .findFirst()
                    .ifPresent(model -> {
                        Thread.currentThread().interrupt();
                        try {
                            provider.open(model, prompt);
                        } finally {
                            Thread.interrupted();
                        }
                    });
        }
    }

    /**
     * Asks a server that refuses the request, for lack of a token.
     *
     * @param server the base address of its interface for OpenAI's clients
     */
    void refusedRound(URI server, Prompt prompt) {
        if (refusing == null) {
            refusing = client(server);
        }
        ChatCompletions.startWithOptionalKey(
                Optional.empty(), PATIENCE, refusing, new ChatRequest(catalog.defaultModel(), prompt));
    }

    private static ChatClient client(URI server) {
        return RenewedClient.of(() -> RestClientBuilder.newBuilder()
                .baseUri(server)
                .connectTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .readTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .register(UserAgent.class)
                .register(ChatRequestWriter.class)
                .build(ChatClient.class));
    }
}
