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

/** The body of an error response. Only its usage matters, so little is read, with a short time limit. */
final class ErrorBody {
    static final int MAX_BYTES = 64 * 1024;
    private static final Duration TIMEOUT = Duration.ofMillis(500);

    private ErrorBody() {}

    /** Closes the reply. */
    static Optional<TokenUsage> usageIn(ProviderReply reply) {
        if (reply.status() < 400 || !reply.isJson()) {
            reply.disconnect();
            return Optional.empty();
        }
        var body = new CompletableFuture<byte[]>();
        var reader = Thread.ofVirtual().name("error-body").start(() -> read(reply, body));
        try {
            var bytes = body.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            reply.closeRegularly();
            return usageIn(bytes);
        } catch (TimeoutException | ExecutionException unreadable) {
            reader.interrupt();
            reply.disconnect();
            return Optional.empty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            reader.interrupt();
            reply.disconnect();
            return Optional.empty();
        }
    }

    private static void read(ProviderReply reply, CompletableFuture<byte[]> body) {
        try {
            body.complete(reply.body().get().readNBytes(MAX_BYTES));
        } catch (IOException | RuntimeException unreadable) {
            body.completeExceptionally(unreadable);
        }
    }

    private static Optional<TokenUsage> usageIn(byte[] body) {
        try (var json = Json.createReader(new ByteArrayInputStream(body))) {
            return json.readObject().get("usage") instanceof JsonObject usage
                    ? UsageReader.read(usage)
                    : Optional.empty();
        } catch (RuntimeException invalid) { // JsonException, or a plain RuntimeException if nested too deeply
            return Optional.empty();
        }
    }
}
