package io.baton.provider.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.catalog.Catalog;
import io.baton.inside.InsideTest;
import io.baton.inside.RawProvider;
import io.baton.model.Charge;
import io.baton.model.ModelEvent;
import io.baton.model.Outcome;
import io.baton.model.Prompt;
import io.baton.model.StreamStart;
import io.baton.model.Turn;
import io.baton.outage.OutageReason;
import io.baton.platform.VirtualThreads;
import io.baton.provider.wire.ChatClient;
import io.baton.provider.wire.ChatCompletions;
import io.baton.provider.wire.ChatRequest;
import io.baton.provider.wire.ChatRequestWriter;
import io.baton.provider.wire.RenewedClient;
import io.baton.testing.Await;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.junit.jupiter.api.Test;

/** The pool in the server's HTTP client, where providers close connections as they like. */
class ProviderPoolInsideIT extends InsideTest {
    private static final PoolLimits TWO_WARM = new PoolLimits(20, 2, Duration.ofMinutes(1));
    private static final int QUESTIONS = 150;
    private static final int AT_ONCE = 5;

    @Inject
    Catalog catalog;

    @Inject
    MetricRegistry metrics;

    @Inject
    @VirtualThreads
    ExecutorService virtual;

    private RenewedClient client;

    @Test
    void connectionsAreThereBeforeTheFirstRequestAndNothingIsSentOverThem() throws Exception {
        try (var provider = answering()) {
            var pool = pool(provider.uri(), TWO_WARM);
            pool.maintain();
            Await.until(provider::accepted, accepted -> accepted == 2);
            pool.maintain();
            assertEquals(List.of(), provider.seen());
            assertEquals(2, pool.connections().idle());
            assertAnswered(ask());
            assertEquals(2, provider.accepted());
            assertEquals(1, provider.seen().size());
        }
    }

    /** To this server's own port, whose certificate it trusts. */
    @Test
    void theHandshakeOfTlsIsDoneAheadToo() throws Exception {
        var pool = pool(URI.create("https://localhost:" + System.getenv("HTTPS_PORT")), TWO_WARM);
        pool.maintain();
        assertEquals(Optional.empty(), pool.outage());
        assertEquals(2, pool.connections().idle());
    }

    /** The pool checks what was not used for two seconds. */
    @Test
    void whatIsStillOpenStaysOpen() throws Exception {
        try (var provider = answering()) {
            var pool = pool(provider.uri(), TWO_WARM);
            Await.seenWithin(Duration.ofSeconds(3), () -> maintained(pool, provider), accepted -> accepted > 2);
            assertEquals(2, provider.accepted());
            assertAnswered(ask());
            assertEquals(2, provider.accepted());
        }
    }

    @Test
    void whatTheProviderHasClosedIsReplacedBeforeTheNextRequest() throws Exception {
        try (var provider = answering()) {
            var pool = pool(provider.uri(), TWO_WARM);
            pool.maintain();
            Await.until(provider::accepted, accepted -> accepted == 2);
            provider.closeIdle();
            Await.until("both are replaced", () -> maintained(pool, provider), accepted -> accepted == 4);
            assertAnswered(ask());
            assertEquals(4, provider.accepted());
        }
    }

    /** Being kept open does not count as being used. */
    @Test
    void whatIsIdleForTooLongIsClosedBeforeTheProviderDoesSo() throws Exception {
        try (var provider = answering()) {
            var pool = pool(provider.uri(), new PoolLimits(20, 2, Duration.ofMillis(200)));
            Await.until("they are replaced twice", () -> maintained(pool, provider), accepted -> accepted >= 6);
            assertEquals(2, pool.connections().idle());
        }
    }

    @Test
    void theUnusedConnectionThatWasClosedCostsNothing() throws Exception {
        try (var provider = answering()) {
            var pool = pool(provider.uri(), TWO_WARM);
            pool.maintain();
            Await.until(provider::accepted, accepted -> accepted == 2);
            provider.closeIdle();
            assertAnswered(ask());
        }
    }

    @Test
    void aProviderThatClosesItsConnectionsUnderLoadCostsNobodyAnAnswer() throws Exception {
        try (var provider = answering()) {
            pool(provider.uri(), TWO_WARM);
            var asked = new AtomicInteger();
            var askers = new ArrayList<Future<List<StreamStart>>>();
            for (var i = 0; i < AT_ONCE; i++) {
                askers.add(virtual.submit(() -> askUntil(asked)));
            }
            for (var closed = 1; closed <= 5; closed++) {
                var next = closed * QUESTIONS / 6;
                Await.until(asked::get, count -> count >= next);
                provider.closeKeptAlive();
            }
            for (var asker : askers) {
                asker.get().forEach(ProviderPoolInsideIT::assertAnswered);
            }
            assertTrue(
                    provider.accepted() > AT_ONCE && provider.accepted() < QUESTIONS,
                    () -> "connections: " + provider.accepted());
        }
    }

    /** Reads each answer to its end, so that its connection can be used again. */
    private List<StreamStart> askUntil(AtomicInteger asked) throws InterruptedException {
        var starts = new ArrayList<StreamStart>();
        while (asked.incrementAndGet() <= QUESTIONS) {
            var start = start();
            if (start instanceof StreamStart.Ready ready) {
                try (var stream = ready.stream()) {
                    while (!(stream.next() instanceof ModelEvent.End)) {
                        // to its end
                    }
                }
            }
            starts.add(start);
        }
        return starts;
    }

    @Test
    void aBurstWidensThePoolAndItShrinksAgain() throws Exception {
        var all = new CountDownLatch(5);
        try (var provider = new RawProvider((request, it, out) -> {
            all.countDown();
            await(all);
            return it.answer(out);
        })) {
            var pool = pool(provider.uri(), new PoolLimits(20, 2, Duration.ofMillis(200)));
            var starts = new ArrayList<Future<StreamStart>>();
            for (var i = 0; i < 5; i++) {
                starts.add(virtual.submit(this::start));
            }
            for (var start : starts) {
                assertAnswered(start.get());
            }
            assertEquals(5, provider.accepted());
            Await.until(
                    "only those that are kept open are left",
                    () -> {
                        maintained(pool, provider);
                        return pool.connections().idle();
                    },
                    idle -> idle == 2);
        }
    }

    @Test
    void whoGetsNoConnectionInTimeIsToldAndNothingWasSent() throws Exception {
        var over = new CountDownLatch(1);
        try (var provider = new RawProvider((request, it, out) -> {
            await(over);
            return it.answer(out);
        })) {
            var pool = pool(provider.uri(), new PoolLimits(1, 0, Duration.ofMinutes(1)));
            var first = virtual.submit(this::start);
            Await.until(() -> pool.connections().used(), used -> used == 1);
            var second = assertInstanceOf(StreamStart.Unavailable.class, ask());
            assertEquals(Outcome.POOL_EXHAUSTED, second.outcome());
            assertEquals(new Charge.NotSent(), second.charge());
            over.countDown();
            assertAnswered(first.get());
            assertEquals(1, provider.seen().size());
        }
    }

    @Test
    void whyAProviderCanNotBeConnectedIsKnown() throws Exception {
        URI gone;
        try (var provider = answering()) {
            gone = provider.uri();
        }
        var pool = pool(gone, TWO_WARM);
        pool.maintain();
        assertEquals(Optional.of(OutageReason.REFUSED), pool.outage());
        var nowhere = pool(URI.create("http://no-such-host.invalid/v1"), TWO_WARM);
        nowhere.maintain();
        assertEquals(Optional.of(OutageReason.UNKNOWN_HOST), nowhere.outage());
        try (var withoutTls = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            virtual.submit(() -> {
                withoutTls.accept().getOutputStream().write("HTTP/1.1 400 No\r\n\r\n".getBytes(US_ASCII));
                return null;
            });
            var secure = pool(URI.create("https://127.0.0.1:" + withoutTls.getLocalPort()), TWO_WARM);
            secure.maintain();
            assertEquals(Optional.of(OutageReason.TLS), secure.outage());
        }
        try (var provider = answering()) {
            var well = pool(provider.uri(), TWO_WARM);
            well.maintain();
            assertEquals(Optional.empty(), well.outage());
        }
    }

    private static RawProvider answering() throws IOException {
        return new RawProvider((request, it, out) -> it.answer(out));
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }

    private static int maintained(ProviderPool pool, RawProvider provider) {
        try {
            pool.maintain();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
        return provider.accepted();
    }

    private ProviderPool pool(URI url, PoolLimits limits) {
        var pool =
                new ProviderPool(url, limits, (provider, connection) -> metrics.timer("test_" + connection), "played");
        client = RenewedClient.of(
                pool,
                () -> RestClientBuilder.newBuilder()
                        .baseUri(url)
                        .connectTimeout(3, TimeUnit.SECONDS)
                        .readTimeout(10, TimeUnit.SECONDS)
                        .register(ChatRequestWriter.class)
                        .build(ChatClient.class));
        return pool;
    }

    private StreamStart ask() throws ExecutionException, InterruptedException {
        return virtual.submit((Callable<StreamStart>) this::start).get();
    }

    private StreamStart start() {
        var prompt = new Prompt(List.of(new Turn(Turn.Role.USER, "Why?")), null, null);
        var request = new ChatRequest(catalog.defaultModel(), prompt);
        return ChatCompletions.startWithOptionalKey(Optional.empty(), Duration.ofSeconds(10), client, request);
    }

    private static void assertAnswered(StreamStart start) {
        assertInstanceOf(StreamStart.Ready.class, start, start::toString).stream()
                .close();
    }
}
