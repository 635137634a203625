package io.baton.provider.wire;

import io.baton.model.Outcome;
import io.baton.model.TokenUsage;
import io.baton.provider.format.ProviderError;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The body of an error response. It can only explain the status, so little is read, with a short time limit.
 *
 * @param json empty if there is none, or it can't be read
 */
record ErrorBody(JsonObject json) {
    static final int MAX_BYTES = 64 * 1024;
    private static final Duration TIMEOUT = Duration.ofMillis(500);
    private static final ErrorBody NONE = new ErrorBody(JsonValue.EMPTY_JSON_OBJECT);

    /** Closes the reply. */
    static ErrorBody of(ProviderReply reply) {
        if (reply.status() < 400) {
            reply.disconnect();
            return NONE;
        }
        var body = new CompletableFuture<byte[]>();
        var reader = Thread.ofVirtual().name("error-body").start(() -> read(reply, body));
        try {
            var bytes = body.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            reply.closeRegularly();
            return parse(bytes);
        } catch (TimeoutException | ExecutionException unreadable) {
            reader.interrupt();
            reply.disconnect();
            return NONE;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            reader.interrupt();
            reply.disconnect();
            return NONE;
        }
    }

    private static void read(ProviderReply reply, CompletableFuture<byte[]> body) {
        try {
            body.complete(reply.body().get().readNBytes(MAX_BYTES));
        } catch (IOException | RuntimeException unreadable) {
            body.completeExceptionally(unreadable);
        }
    }

    /** Google sends an array with one object. */
    private static ErrorBody parse(byte[] body) {
        try (var json = Json.createReader(new ByteArrayInputStream(body))) {
            return new ErrorBody(
                    switch (json.read()) {
                        case JsonArray array -> array.getJsonObject(0);
                        case JsonObject object -> object;
                        default -> JsonValue.EMPTY_JSON_OBJECT;
                    });
        } catch (RuntimeException invalid) { // JsonException, or a plain RuntimeException if nested too deeply
            return NONE;
        }
    }

    /** The usage that the provider reports nevertheless. */
    Optional<TokenUsage> usage() {
        return ProviderError.usageIn(json);
    }

    /** What the error says about the request; otherwise {@code other}. */
    Outcome outcome(Outcome other) {
        return ProviderError.outcomeOf(json, other);
    }
}
