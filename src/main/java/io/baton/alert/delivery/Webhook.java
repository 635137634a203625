package io.baton.alert.delivery;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/**
 * Posts messages to webhooks. Each request has a connection of its own, one limit for all of its time, follows no redirect, and its
 * reply is not read beyond the headers. The header {@code X-Baton-Signature} is {@code t=<seconds>,v1=<hex>}, where the latter is
 * HMAC-SHA256 with the channel's secret over {@code <seconds>.<body>}.
 */
@ApplicationScoped
class Webhook {
    private static final MediaType JSON = MediaType.get("application/json; charset=utf-8");

    @Inject
    WebhookAddress addresses;

    @Inject
    @ConfigProperties
    DeliveryConfig config;

    @Inject
    Clock clock;

    private OkHttpClient client;

    @PostConstruct
    void begin() {
        client = new OkHttpClient.Builder()
                .dns(addresses)
                .proxy(Proxy.NO_PROXY)
                .followRedirects(false)
                .followSslRedirects(false)
                .protocols(List.of(Protocol.HTTP_1_1))
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
                .connectTimeout(config.timeout)
                .readTimeout(config.timeout)
                .writeTimeout(config.timeout)
                .callTimeout(config.timeout)
                .build();
    }

    /** Blocks for the time-out at most. */
    Receipt send(Channel channel, Message message) {
        try {
            var url = HttpUrl.get(channel.target());
            addresses.lookup(url.host());
            try (var response = client.newCall(request(url, channel, message)).execute()) {
                return receipt(response);
            }
        } catch (IOException | IllegalArgumentException failed) {
            return new Receipt.Failed(reason(failed));
        }
    }

    private Request request(HttpUrl url, Channel channel, Message message) {
        var body = message.json().getBytes(StandardCharsets.UTF_8);
        var request = new Request.Builder()
                .url(url)
                .header("User-Agent", "Baton")
                .header("Connection", "close")
                .header("X-Baton-Delivery", message.deliveryId().toString())
                .post(new OneShot(body));
        if (channel.secret() != null) {
            request.header(
                    "X-Baton-Signature",
                    signature(channel.secret(), body, clock.instant().getEpochSecond()));
        }
        return request.build();
    }

    static String signature(String secret, byte[] body, long seconds) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((seconds + ".").getBytes(StandardCharsets.US_ASCII));
            return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Only what blames the message itself is final; a wrong address or key may be set right. */
    private static Receipt receipt(Response response) {
        return switch (response.code()) {
            case 200, 201, 202, 203, 204, 205, 206 -> new Receipt.Delivered();
            case 400, 413, 422 -> new Receipt.Refused("HTTP status " + response.code());
            default -> new Receipt.Failed("HTTP status " + response.code(), retryAfter(response.header("Retry-After")));
        };
    }

    private static Optional<Duration> retryAfter(String header) {
        return header != null && header.matches("\\d{1,6}")
                ? Optional.of(Duration.ofSeconds(Long.parseLong(header)))
                : Optional.empty();
    }

    /** The kind of failure; its message may quote what the receiver said. */
    private static String reason(Exception failed) {
        return failed instanceof WebhookAddress.PrivateAddress
                ? failed.getMessage()
                : failed.getClass().getSimpleName();
    }

    /** A body that the client never sends twice by itself. */
    private static final class OneShot extends RequestBody {
        private final byte[] body;

        OneShot(byte[] body) {
            this.body = body;
        }

        @Override
        public MediaType contentType() {
            return JSON;
        }

        @Override
        public long contentLength() {
            return body.length;
        }

        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            sink.write(body);
        }
    }
}
