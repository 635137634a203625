package io.baton.provider.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.model.Charge;
import io.baton.model.Continuation;
import io.baton.model.Model;
import io.baton.model.Outcome;
import io.baton.model.Prompt;
import io.baton.model.StreamStart;
import io.baton.model.TokenUsage;
import io.baton.model.Turn;
import jakarta.ws.rs.ProcessingException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatCompletionsTest {
    private static final ChatRequest REQUEST = new ChatRequest(
            new Model("m", "p", "m", 100, 1_000, 0.7, Continuation.INSTRUCTION, null),
            new Prompt(List.of(new Turn(Turn.Role.USER, "Hi")), null, null));
    private static final Duration IDLE = Duration.ofSeconds(20);
    private static final Charge FREE = new Charge.Rejected(Optional.empty());
    private static final byte[] HI =
            "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n".getBytes(StandardCharsets.UTF_8);

    @ParameterizedTest
    @ValueSource(ints = {400, 413, 422})
    void aStatusThatBlamesTheRequestRefusesIt(int status) {
        assertEquals(
                new StreamStart.Refused(Outcome.REFUSED, FREE, "HTTP " + status),
                ChatCompletions.start(IDLE, REQUEST, () -> answer(status)));
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 302, 401, 403, 404, 408, 429, 500, 502, 503, 529})
    void anyOtherStatusIsUnavailableAndNotBilled(int status) {
        assertEquals(
                new StreamStart.Unavailable(Outcome.STATUS, FREE, "HTTP " + status),
                ChatCompletions.start(IDLE, REQUEST, () -> answer(status)));
    }

    @Test
    void whatTheProviderCountsBesideAnErrorStatusIsBilled() {
        var counted = new TokenUsage(7, 1, 0, 0, TokenUsage.Source.MEASURED);
        assertEquals(
                new StreamStart.Unavailable(Outcome.STATUS, new Charge.Rejected(Optional.of(counted)), "HTTP 500"),
                ChatCompletions.start(IDLE, REQUEST, () -> answer(500, """
                        {"error":{"message":"no"},"usage":{"prompt_tokens":7,"completion_tokens":1}}""")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no json", "[]", "{\"usage\":7}", "{\"usage\":{\"prompt_tokens\":\"7\"}}"})
    void anyOtherBodyOfAnErrorIsNothing(String body) {
        assertEquals(
                new StreamStart.Unavailable(Outcome.STATUS, FREE, "HTTP 500"),
                ChatCompletions.start(IDLE, REQUEST, () -> answer(500, body)));
    }

    /** One never ends, one never comes. */
    @Test
    void theBodyOfAnErrorIsNotReadForLong() throws Exception {
        onVirtualThread(() -> {
            for (var body : List.of(new Endless("{\"a\":"), new SilentStream())) {
                var start = ChatCompletions.start(IDLE, REQUEST, () -> new ProviderReply(500, () -> body, () -> {}));
                assertEquals(new StreamStart.Unavailable(Outcome.STATUS, FREE, "HTTP 500"), start);
            }
            return true;
        });
    }

    @Test
    void withoutAKeyNothingIsSent() {
        var start = ChatCompletions.start(Optional.empty(), IDLE, (authorization, request) -> fail(), null);
        assertEquals(new StreamStart.Unavailable(Outcome.STATUS, new Charge.NotSent(), "no key configured"), start);
        assertEquals(start, ChatCompletions.start(Optional.of(" \n"), IDLE, (authorization, request) -> fail(), null));
    }

    @Test
    void aConnectionNeverMadeIsTheOneThatMayBeRetried() {
        for (var cause : List.of(
                new ConnectException("Connection refused"),
                new UnknownHostException("no.such.host"),
                new ConnectTimeoutException(),
                new IOException(new ConnectException()))) {
            assertThrows(NotConnected.class, () -> ChatCompletions.start(IDLE, REQUEST, failing(cause)));
        }
    }

    @Test
    void aRequestThatMayHaveArrivedMayBeBilled() {
        assertEquals(
                new StreamStart.Unavailable(Outcome.TOO_SLOW, Charge.unknown(), "silent before its first output"),
                ChatCompletions.start(IDLE, REQUEST, failing(new SocketTimeoutException("Read timed out"))));
        assertEquals(
                new StreamStart.Unavailable(Outcome.CUT, Charge.unknown(), "connection lost: SocketException"),
                ChatCompletions.start(IDLE, REQUEST, failing(new SocketException("Connection reset by 10.0.0.1"))));
    }

    @Test
    void aCallerWhoIsAlreadyStoppedAsksNobody() {
        Thread.currentThread().interrupt();
        var start = assertInstanceOf(
                StreamStart.Unavailable.class, ChatCompletions.start(IDLE, REQUEST, ChatCompletionsTest::fail));
        assertEquals(Outcome.STOPPED, start.outcome());
        assertEquals(new Charge.NotSent(), start.charge());
        assertFalse(Thread.interrupted());
    }

    @Test
    void aCallerWhoStopsWhileTheRequestIsOutHearsSo() {
        for (var cause : List.of(new SocketException("Closed by interrupt"), new ConnectException())) {
            var start = ChatCompletions.start(IDLE, REQUEST, () -> {
                Thread.currentThread().interrupt();
                throw new ProcessingException(cause);
            });
            assertEquals(
                    Outcome.STOPPED,
                    assertInstanceOf(StreamStart.Unavailable.class, start).outcome());
            assertFalse(Thread.interrupted());
        }
        var start = ChatCompletions.start(IDLE, REQUEST, failing(new InterruptedIOException()));
        assertEquals(
                Outcome.STOPPED,
                assertInstanceOf(StreamStart.Unavailable.class, start).outcome());
    }

    @Test
    void closingAStreamThatRunsHangsUp() throws Exception {
        try (var provider = new TalkingProvider()) {
            onVirtualThread(() -> {
                var start =
                        assertInstanceOf(StreamStart.Ready.class, ChatCompletions.start(IDLE, REQUEST, provider::call));
                start.stream().close();
                return provider.sawHangUp();
            });
        }
    }

    @Test
    void closingKeepsTheCallersFlagAsItWas() throws Exception {
        try (var provider = new TalkingProvider()) {
            onVirtualThread(() -> {
                var start =
                        assertInstanceOf(StreamStart.Ready.class, ChatCompletions.start(IDLE, REQUEST, provider::call));
                Thread.currentThread().interrupt();
                start.stream().close();
                assertTrue(Thread.interrupted());
                return provider.sawHangUp();
            });
        }
    }

    @Test
    void anInterruptEndsABlockedReadAndHangsUp() throws Exception {
        try (var provider = new TalkingProvider()) {
            provider.quiet();
            onVirtualThread(() -> {
                var stream =
                        assertInstanceOf(StreamStart.Ready.class, ChatCompletions.start(IDLE, REQUEST, provider::call))
                                .stream();
                var reader = Thread.currentThread();
                Thread.ofVirtual().start(() -> interruptWhenBlocked(reader));
                assertThrows(InterruptedException.class, () -> {
                    while (true) {
                        stream.next();
                    }
                });
                stream.close();
                return provider.sawHangUp();
            });
        }
    }

    @Test
    void whatATimeOutDiscardedIsHungUp() throws Exception {
        try (var provider = new TalkingProvider()) {
            onVirtualThread(() -> {
                assertInstanceOf(StreamStart.Ready.class, ChatCompletions.start(IDLE, REQUEST, provider::call));
                var start = StreamStartFallbackTest.fallback(new TimeoutException());
                assertEquals(
                        Outcome.TOO_SLOW,
                        assertInstanceOf(StreamStart.Unavailable.class, start).outcome());
                return provider.sawHangUp();
            });
        }
    }

    private static void interruptWhenBlocked(Thread reader) {
        while (reader.getState() != Thread.State.WAITING && reader.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        reader.interrupt();
    }

    private static void onVirtualThread(java.util.concurrent.Callable<Boolean> test) throws Exception {
        var result = new CompletableFuture<Boolean>();
        Thread.ofVirtual().start(() -> {
            try {
                result.complete(test.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        assertTrue(result.get(20, TimeUnit.SECONDS));
    }

    private static ProviderReply answer(int status) {
        return answer(status, "");
    }

    private static ProviderReply answer(int status, String body) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        return new ProviderReply(status, () -> new ByteArrayInputStream(bytes), () -> {});
    }

    /** Of a provider that keeps its body to itself. */
    private static final class SilentStream extends InputStream {
        @Override
        public int read() throws IOException {
            try {
                new CountDownLatch(1).await();
                return -1;
            } catch (InterruptedException hungUp) {
                throw new InterruptedIOException();
            }
        }
    }

    private static Supplier<ProviderReply> failing(IOException cause) {
        return () -> {
            throw new ProcessingException("Unable to invoke request", cause);
        };
    }

    private static <T> T fail() {
        throw new AssertionError("was asked");
    }

    /** As Apache's HTTP client names it. */
    private static final class ConnectTimeoutException extends InterruptedIOException {
        private static final long serialVersionUID = 1L;
    }

    /** Says the same word for ever, and notices when nobody listens any more. */
    private static final class TalkingProvider implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final CountDownLatch hungUp = new CountDownLatch(1);
        private volatile boolean quiet;

        TalkingProvider() throws IOException {
            Thread.ofVirtual().start(this::talk);
        }

        /** From now on only the first word is said. */
        void quiet() {
            quiet = true;
        }

        private void talk() {
            try (var socket = server.accept()) {
                socket.getOutputStream().write(HI);
                socket.setSoTimeout(5);
                while (socket.isConnected()) {
                    if (!quiet) {
                        socket.getOutputStream().write(HI);
                    }
                    if (hasEnded(socket)) {
                        break;
                    }
                }
            } catch (IOException e) {
                // a reset is a hang-up as well
            }
            hungUp.countDown();
        }

        private static boolean hasEnded(Socket socket) throws IOException {
            try {
                return socket.getInputStream().read() < 0;
            } catch (SocketTimeoutException e) {
                return false;
            }
        }

        /** Closes like an HTTP client: by reading to the end. */
        ProviderReply call() {
            try {
                var socket = new Socket(server.getInetAddress(), server.getLocalPort());
                socket.setSoTimeout(15_000);
                var in = socket.getInputStream();
                return new ProviderReply(200, () -> in, () -> drain(socket, in));
            } catch (IOException e) {
                throw new ProcessingException(e);
            }
        }

        private static void drain(Socket socket, InputStream in) {
            try (socket) {
                in.skip(Long.MAX_VALUE);
            } catch (IOException e) {
                throw new ProcessingException(e);
            }
        }

        boolean sawHangUp() throws InterruptedException {
            return hungUp.await(10, TimeUnit.SECONDS);
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
