package io.baton.provider.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.catalog.Catalog;
import io.baton.inside.InsideTest;
import io.baton.inside.RawProvider;
import io.baton.model.Charge;
import io.baton.model.Outcome;
import io.baton.model.Prompt;
import io.baton.model.StreamStart;
import io.baton.model.Turn;
import io.baton.platform.VirtualThreads;
import io.baton.provider.connection.HttpClientAccess;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.junit.jupiter.api.Test;

/** What the server's HTTP client does where a provider does to a connection what it likes. */
class HttpClientInsideIT extends InsideTest {
    /** What the sockets hold, and some more. */
    private static final long FLAT = 32L << 20;

    @Inject
    Catalog catalog;

    @Inject
    @VirtualThreads
    ExecutorService virtual;

    private final List<ChatClient> made = new ArrayList<>();

    @Test
    void aHeadWithoutEndIsHungUpOnAndTheNextRequestWorks() throws Exception {
        var beginnings = Map.of(
                "HTTP/1.1 200 ", "x",
                "HTTP/1.1 200 OK\r\nX-One: ", "x",
                "HTTP/1.1 200 OK\r\n", "X-Many: x\r\n",
                "HTTP/1.1 200 OK\r\nX-Folded: x\r\n", " folded\r\n");
        for (var head : beginnings.entrySet()) {
            try (var provider = new RawProvider((request, it, out) ->
                    request.equals("1.1") ? it.endless(out, head.getKey(), head.getValue()) : it.answer(out))) {
                var client = client(provider);
                var start = assertInstanceOf(StreamStart.Unavailable.class, start(client), head.getKey());
                assertEquals(Outcome.MALFORMED, start.outcome());
                var sent = provider.hungUp().get(20, TimeUnit.SECONDS);
                assertTrue(sent < FLAT, head.getKey() + ": " + sent);
                assertAnswered(start(client));
            }
        }
    }

    @Test
    void aChunkWithoutEndOfItsSizeIsHungUpOn() throws Exception {
        try (var provider = new RawProvider((request, it, out) -> it.endless(
                out,
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n5;",
                "x"))) {
            var start = assertInstanceOf(StreamStart.Unavailable.class, start(client(provider)));
            assertEquals(Outcome.MALFORMED, start.outcome());
            assertTrue(provider.hungUp().get(20, TimeUnit.SECONDS) < FLAT);
        }
    }

    @Test
    void aConnectionThatWasClosedMeanwhileCostsNothingAndTheRequestGoesOverANewOne() throws Exception {
        try (var provider = new RawProvider((request, it, out) -> switch (request) {
            case "1.1" -> it.refuse(out);
            case "1.2" -> false;
            default -> it.answer(out);
        })) {
            var client = client(provider);
            assertInstanceOf(StreamStart.Unavailable.class, start(client));
            assertAnswered(start(client));
            assertEquals(List.of("1.1", "1.2", "2.1"), provider.seen());
        }
    }

    @Test
    void aNewConnectionThatIsClosedMayHaveCostAndIsNotTriedAgain() throws Exception {
        try (var provider = new RawProvider((request, it, out) -> false)) {
            var start = assertInstanceOf(StreamStart.Unavailable.class, start(client(provider)));
            assertEquals(Outcome.CUT, start.outcome());
            assertEquals(Charge.unknown(), start.charge());
            assertEquals(List.of("1.1"), provider.seen());
        }
    }

    @Test
    void aClientWhosePoolIsShutIsReplacedAndNothingIsLost() throws Exception {
        try (var provider = new RawProvider((request, it, out) -> it.answer(out))) {
            var client = client(provider);
            assertAnswered(start(client));
            HttpClientAccess.to(made.getFirst()).shutDown();
            assertAnswered(start(client));
            assertEquals(2, made.size());
            ((AutoCloseable) made.getLast()).close();
            assertAnswered(start(client));
            assertEquals(3, made.size());
        }
    }

    private ChatClient client(RawProvider provider) {
        return RenewedClient.of(() -> {
            var client = RestClientBuilder.newBuilder()
                    .baseUri(provider.uri())
                    .connectTimeout(3, TimeUnit.SECONDS)
                    .readTimeout(10, TimeUnit.SECONDS)
                    .register(ChatRequestWriter.class)
                    .build(ChatClient.class);
            made.add(client);
            return client;
        });
    }

    private StreamStart start(ChatClient client) throws Exception {
        var prompt = new Prompt(List.of(new Turn(Turn.Role.USER, "Why?")), null, null);
        var request = new ChatRequest(catalog.defaultModel(), prompt);
        return virtual.submit(() ->
                        ChatCompletions.startWithOptionalKey(Optional.empty(), Duration.ofSeconds(10), client, request))
                .get();
    }

    private static void assertAnswered(StreamStart start) {
        assertInstanceOf(StreamStart.Ready.class, start, start::toString).stream()
                .close();
    }
}
