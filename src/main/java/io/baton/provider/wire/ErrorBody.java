package io.baton.provider.wire;

import io.baton.model.TokenUsage;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a provider sends with an error status. Only whether it counts tokens matters; little is read, and soon given up. */
final class ErrorBody {
    static final int MOST_BYTES = 64 * 1024;
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private ErrorBody() {}

    /** Ends the reply. */
    static Optional<TokenUsage> usageIn(ProviderReply reply) {
        if (reply.status() < 400 || !reply.isJson()) {
            reply.hangUp();
            return Optional.empty();
        }
        var body = new CompletableFuture<byte[]>();
        var reader = Thread.ofVirtual().name("error-body").start(() -> read(reply, body));
        try {
            var bytes = body.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            reply.closeInOrder();
            return usageIn(bytes);
        } catch (TimeoutException | ExecutionException unreadable) {
            reader.interrupt();
            reply.hangUp();
            return Optional.empty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            reader.interrupt();
            reply.hangUp();
            return Optional.empty();
        }
    }

    private static void read(ProviderReply reply, CompletableFuture<byte[]> body) {
        try {
            body.complete(reply.body().get().readNBytes(MOST_BYTES));
        } catch (IOException | RuntimeException unreadable) {
            body.completeExceptionally(unreadable);
        }
    }

    private static Optional<TokenUsage> usageIn(byte[] body) {
        try (var json = Json.createReader(new ByteArrayInputStream(body))) {
            return json.readObject().get("usage") instanceof JsonObject usage
                    ? UsageReader.read(usage)
                    : Optional.empty();
        } catch (RuntimeException noJson) { // bare where the nesting is too deep
            return Optional.empty();
        }
    }
}
