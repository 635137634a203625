package io.baton.provider.wire;

import io.baton.model.Charge;
import io.baton.model.ModelStream;
import io.baton.model.Outcome;
import io.baton.model.StreamStart;
import io.baton.provider.connection.ConnectionFailures;
import io.baton.provider.connection.RequestProgress;
import jakarta.ws.rs.ProcessingException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Sends a request in the chat-completions format. Call it inside a method with {@code @Timeout}, {@code
 * @CircuitBreaker} and {@code @Retry} for {@link NotConnected}, and {@code @Fallback} to {@link StreamStartFallback}.
 *
 * <p>The calling thread can be interrupted by two parties. An interrupt by the caller returns {@link Outcome#STOPPED}.
 * An interrupt by the time-out looks the same here, but fault tolerance discards the result, and the fallback returns
 * {@link Outcome#TOO_SLOW}; in both cases the connection has been closed. Fault tolerance swallows an interrupt during
 * the pause before its retry: a caller that stops must remember that itself.
 */
public final class ChatCompletions {
    /** The time limit for the first output. */
    public static final long FIRST_OUTPUT_MILLIS = 30_000;

    /** The pattern of a valid key; a blank key counts as none. */
    public static final String KEY = "\\s*[\\x21-\\x7e]*\\s*";

    /** Closes a stream that was discarded because the time-out came after the last check of the interrupt flag. */
    private static final ThreadLocal<ModelStream> LAST_STARTED = new ThreadLocal<>();

    private ChatCompletions() {}

    /**
     * Blocks until the first output or a failure. Call it on a virtual thread; its interrupt flag is clear afterwards.
     *
     * @param key  the bearer token; without one ({@link #isKey}) nothing is sent
     * @param idle the longest pause of a model after its first output
     * @throws NotConnected if no connection could be made
     */
    public static StreamStart start(Optional<String> key, Duration idle, ChatClient client, ChatRequest request) {
        return isKey(key)
                ? startWithOptionalKey(key, idle, client, request)
                : new StreamStart.Unavailable(Outcome.STATUS, new Charge.NotSent(), "no key configured");
    }

    /** The same for a server that may not need a key. */
    public static StreamStart startWithOptionalKey(
            Optional<String> key, Duration idle, ChatClient client, ChatRequest request) {
        var authorization = isKey(key) ? "Bearer " + key.get().strip() : null;
        return start(idle, request, () -> ProviderReply.of(client.complete(authorization, request)));
    }

    /** Whether the key is present and not blank. */
    public static boolean isKey(Optional<String> key) {
        return key.filter(token -> !token.isBlank()).isPresent();
    }

    static StreamStart start(Duration idle, ChatRequest request, Supplier<ProviderReply> call) {
        LAST_STARTED.remove();
        RequestProgress.ofThisThread().begin();
        if (Thread.interrupted()) {
            return new StreamStart.Unavailable(Outcome.STOPPED, new Charge.NotSent(), "stopped before it was asked");
        }
        try {
            RequestProgress.ofThisThread().sent(); // assumed; the HTTP client corrects it if it knows better
            var reply = call.get();
            return reply.status() == 200
                    ? awaitOutput(new ChatStream(reply, idle, System::nanoTime))
                    : rejected(reply, request);
        } catch (ProcessingException e) {
            return failed(e);
        }
    }

    /** Closes the stream that this thread opened last and that was discarded. */
    static void closeDiscarded() {
        var discarded = LAST_STARTED.get();
        LAST_STARTED.remove();
        if (discarded != null) {
            discarded.close();
        }
    }

    private static StreamStart awaitOutput(ChatStream stream) {
        var start = stream.start();
        if (!(start instanceof StreamStart.Ready)) {
            return start;
        }
        if (Thread.interrupted()) {
            stream.close();
            return new StreamStart.Unavailable(Outcome.STOPPED, Charge.unknown(), "stopped at the first output");
        }
        LAST_STARTED.set(stream);
        return start;
    }

    private static StreamStart rejected(ProviderReply reply, ChatRequest request) {
        var body = ErrorBody.of(reply);
        var charge = new Charge.Rejected(body.usage());
        var detail = "HTTP " + reply.status();
        var outcome = switch (reply.status()) {
            case 400, 413, 422 -> body.outcome(Outcome.REFUSED);
            case 403, 451 -> body.outcome(Outcome.STATUS);
            default -> Outcome.STATUS;
        };
        if (outcome == Outcome.REFUSED) {
            var learned = LearnedForms.learn(request.model(), request::isCallers, request.callersText(), body.json());
            if (learned.isPresent()) {
                return new StreamStart.Adapted(charge, detail + " for " + learned.get());
            }
        }
        return outcome == Outcome.STATUS
                ? new StreamStart.Unavailable(outcome, charge, detail, retryAfter(reply, body))
                : new StreamStart.Refused(outcome, charge, detail);
    }

    private static Duration retryAfter(ProviderReply reply, ErrorBody body) {
        return reply.retryAfter() == null ? RetryHints.inBody(body.json()) : reply.retryAfter();
    }

    private static StreamStart failed(ProcessingException failure) {
        if (ConnectionFailures.isInterrupt(failure)) {
            return new StreamStart.Unavailable(
                    Outcome.STOPPED,
                    RequestProgress.ofThisThread().chargeWithoutReply(),
                    "stopped before the first output");
        }
        if (ConnectionFailures.isPoolExhausted(failure)) {
            return new StreamStart.Unavailable(
                    Outcome.POOL_EXHAUSTED, new Charge.NotSent(), "no connection was free in time");
        }
        if (ConnectionFailures.isNotConnected(failure)
                || !RequestProgress.ofThisThread().isSent()) {
            RequestProgress.ofThisThread().unconnected(ConnectionFailures.nameOf(failure));
            throw new NotConnected(ConnectionFailures.nameOf(failure));
        }
        var broken = ConnectionFailures.broken(failure, false);
        return new StreamStart.Unavailable(broken.outcome(), Charge.unknown(), broken.getMessage());
    }
}
