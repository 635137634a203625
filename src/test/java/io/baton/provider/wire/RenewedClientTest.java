package io.baton.provider.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.baton.provider.connection.RequestProgress;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;
import java.net.SocketException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class RenewedClientTest {
    private final List<String> seen = new ArrayList<>();
    private final Deque<Supplier<Response>> script = new ArrayDeque<>();
    private int made;

    @Test
    void oneThatIsShutIsReplacedAndTheRequestAskedThere() {
        play(failing(new IllegalStateException("Connection pool shut down")), () -> null);
        client().complete(null, null);
        assertEquals(List.of("asked 1", "closed 1", "asked 2"), seen);
    }

    @Test
    void whatBreaksOnceTheRequestHasLeftIsNoSignOfThat() {
        play(() -> {
            RequestProgress.ofThisThread().sent();
            throw new IllegalStateException("a bug");
        });
        assertThrows(ProcessingException.class, () -> client().complete(null, null));
        assertEquals(List.of("asked 1"), seen);
    }

    /** As the REST client wraps it. */
    @Test
    void oneThatMetAnErrorIsReplacedButTheRequestIsNotAskedAgain() {
        play(
                () -> {
                    throw new UndeclaredThrowableException(
                            new InvocationTargetException(new OutOfMemoryError("as a test wants it")));
                },
                () -> null);
        var client = client();
        assertThrows(ProcessingException.class, () -> client.complete(null, null));
        client.complete(null, null);
        assertEquals(List.of("asked 1", "closed 1", "asked 2"), seen);
    }

    @Test
    void aConnectionThatWasClosedBeforeIsGivenUpAndTheRequestAskedOnANewOne() {
        play(
                () -> {
                    RequestProgress.ofThisThread().reuse(() -> 40);
                    RequestProgress.ofThisThread().sent();
                    throw new ProcessingException(new SocketException("Connection reset"));
                },
                () -> null);
        client().complete(null, null);
        assertEquals(List.of("asked 1", "idle closed 1", "asked 1"), seen);
    }

    /** Others may have given them back just after the idle ones were closed. */
    @Test
    void severalConnectionsThatWereClosedBeforeAreGivenUpOneAfterTheOther() {
        Supplier<Response> closed = () -> {
            RequestProgress.ofThisThread().reuse(() -> 40);
            RequestProgress.ofThisThread().sent();
            throw new ProcessingException(new SocketException("Connection reset"));
        };
        play(closed, closed, closed, () -> null);
        client().complete(null, null);
        assertEquals(4, seen.stream().filter("asked 1"::equals).count());
        play(closed, closed, closed, closed, closed);
        assertThrows(ProcessingException.class, () -> client().complete(null, null));
    }

    @Test
    void aNewConnectionThatIsClosedIsNotAskedAgain() {
        play(() -> {
            RequestProgress.ofThisThread().sent();
            throw new ProcessingException(new SocketException("Connection reset"));
        });
        assertThrows(ProcessingException.class, () -> client().complete(null, null));
        assertEquals(List.of("asked 1"), seen);
    }

    @Test
    void aConnectionThatIsClosedInTheMiddleOfAnAnswerIsNotAskedAgain() {
        var received = new AtomicLong(40);
        play(() -> {
            RequestProgress.ofThisThread().reuse(received::get);
            RequestProgress.ofThisThread().sent();
            received.incrementAndGet();
            throw new ProcessingException(new SocketException("Connection reset"));
        });
        assertThrows(ProcessingException.class, () -> client().complete(null, null));
        assertEquals(List.of("asked 1"), seen);
    }

    @Test
    void whoStopsIsNotAskedForAgain() {
        play(failing(new IllegalStateException("Connection pool shut down")));
        Thread.currentThread().interrupt();
        assertThrows(ProcessingException.class, () -> client().complete(null, null));
        assertEquals(true, Thread.interrupted());
        assertEquals(List.of("asked 1"), seen);
    }

    @SafeVarargs
    private void play(Supplier<Response>... answers) {
        for (var answer : answers) {
            script.add(answer);
        }
    }

    private static Supplier<Response> failing(Exception cause) {
        return () -> {
            throw new ProcessingException(cause);
        };
    }

    private RenewedClient client() {
        return new RenewedClient(() -> {
            var number = ++made;
            ChatClient client = (authorization, request) -> {
                seen.add("asked " + number);
                return script.removeFirst().get();
            };
            return new RenewedClient.Client(
                    client, () -> seen.add("idle closed " + number), () -> seen.add("closed " + number));
        });
    }
}
