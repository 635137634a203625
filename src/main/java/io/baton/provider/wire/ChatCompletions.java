package io.baton.provider.wire;

import io.baton.model.Charge;
import io.baton.model.ModelStream;
import io.baton.model.Opening;
import io.baton.model.Outcome;
import jakarta.ws.rs.ProcessingException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Asks a provider that speaks the chat-completions format. Made to be called inside a method with {@code @Timeout},
 * {@code @CircuitBreaker} and {@code @Retry} for {@link NotConnected}, and {@code @Fallback} to {@link OpeningFallback}.
 *
 * <p>Two may interrupt the calling thread. The caller's interrupt is answered with {@link Outcome#STOPPED}. The
 * time-out's looks the same in here, but fault tolerance then discards what this returns and has the fallback say
 * {@link Outcome#TOO_SLOW}; either way the provider has been hung up on. What fault tolerance swallows is an
 * interrupt in the pause before its retry: a caller who stops should note that elsewhere, too.
 */
public final class ChatCompletions {
    /** How long a model may take to its first output. */
    public static final long FIRST_OUTPUT_MILLIS = 30_000;

    // The time-out may strike after our last look at the interrupt flag; then only this knows the discarded stream.
    /** What a key may be; blank is none. */
    public static final String KEY = "\\s*[\\x21-\\x7e]*\\s*";

    private static final ThreadLocal<ModelStream> LAST_OPENED = new ThreadLocal<>();

    private ChatCompletions() {}

    /**
     * Blocks until the model speaks or it is known that it will not; to be called on a virtual thread. The thread's
     * interrupt flag is clear afterwards.
     *
     * @param key  the bearer token; without one ({@link #isKey}) nothing is sent
     * @param idle how long a model that has spoken may pause
     * @throws NotConnected where no connection could be made
     */
    public static Opening open(Optional<String> key, Duration idle, ChatClient client, ChatRequest request) {
        return isKey(key)
                ? openAnyhow(key, idle, client, request)
                : new Opening.Unavailable(Outcome.STATUS, new Charge.NotSent(), "no key configured");
    }

    /** The same for a server that may want no key. */
    public static Opening openAnyhow(Optional<String> key, Duration idle, ChatClient client, ChatRequest request) {
        var authorization = isKey(key) ? "Bearer " + key.get().strip() : null;
        return open(idle, () -> ProviderReply.of(client.complete(authorization, request)));
    }

    /** Whether there is a key that could be sent. */
    public static boolean isKey(Optional<String> key) {
        return key.filter(token -> !token.isBlank()).isPresent();
    }

    static Opening open(Duration idle, Supplier<ProviderReply> call) {
        LAST_OPENED.remove();
        RequestProgress.ofThisThread().begin();
        if (Thread.interrupted()) {
            return new Opening.Unavailable(Outcome.STOPPED, new Charge.NotSent(), "stopped before it was asked");
        }
        try {
            RequestProgress.ofThisThread().sent(); // or may be; a client that knows tells
            var reply = call.get();
            return reply.status() == 200 ? heard(new ChatStream(reply, idle, System::nanoTime)) : turnedDown(reply);
        } catch (ProcessingException e) {
            return unanswered(e);
        }
    }

    /** Hangs up what this thread opened last, which nobody got. */
    static void hangUpDiscarded() {
        var discarded = LAST_OPENED.get();
        LAST_OPENED.remove();
        if (discarded != null) {
            discarded.close();
        }
    }

    private static Opening heard(ChatStream stream) {
        var opening = stream.open();
        if (!(opening instanceof Opening.Ready)) {
            return opening;
        }
        if (Thread.interrupted()) {
            stream.close();
            return new Opening.Unavailable(Outcome.STOPPED, Charge.unknown(), "stopped at the first output");
        }
        LAST_OPENED.set(stream);
        return opening;
    }

    private static Opening turnedDown(ProviderReply reply) {
        var charge = new Charge.TurnedDown(ErrorBody.usageIn(reply));
        var detail = "HTTP " + reply.status();
        return switch (reply.status()) {
            case 400, 413, 422 -> new Opening.Refused(Outcome.REFUSED, charge, detail);
            default -> new Opening.Unavailable(Outcome.STATUS, charge, detail, reply.retryAfter());
        };
    }

    private static Opening unanswered(ProcessingException failure) {
        if (ConnectionFailures.isInterrupt(failure)) {
            return new Opening.Unavailable(
                    Outcome.STOPPED,
                    RequestProgress.ofThisThread().chargeUnanswered(),
                    "stopped before the first output");
        }
        if (ConnectionFailures.isNotConnected(failure)
                || !RequestProgress.ofThisThread().isSent()) {
            RequestProgress.ofThisThread().unconnected(ConnectionFailures.nameOf(failure));
            throw new NotConnected(ConnectionFailures.nameOf(failure));
        }
        if (ConnectionFailures.isSilence(failure)) {
            return new Opening.Unavailable(Outcome.TOO_SLOW, Charge.unknown(), "silent before its first output");
        }
        if (ConnectionFailures.isMalformed(failure)) {
            return new Opening.Unavailable(Outcome.MALFORMED, Charge.unknown(), "no HTTP response within the bounds");
        }
        return new Opening.Unavailable(
                Outcome.CUT, Charge.unknown(), "connection lost: " + ConnectionFailures.nameOf(failure));
    }
}
