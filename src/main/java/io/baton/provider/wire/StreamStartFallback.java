package io.baton.provider.wire;

import io.baton.model.Charge;
import io.baton.model.Outcome;
import io.baton.model.StreamStart;
import io.baton.provider.connection.RequestProgress;
import org.eclipse.microprofile.faulttolerance.ExecutionContext;
import org.eclipse.microprofile.faulttolerance.FallbackHandler;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;

/** Translates a failure of fault tolerance into a {@link StreamStart}. Runs on the calling thread. */
public final class StreamStartFallback implements FallbackHandler<StreamStart> {
    @Override
    public StreamStart handle(ExecutionContext context) {
        return switch (context.getFailure()) {
            case TimeoutException e -> tooSlow();
            case NotConnected e -> unreachable(e.getMessage());
            case CircuitBreakerOpenException e -> unreachable(null);
            case Throwable e -> throw new IllegalStateException("unexpected failure", e);
        };
    }

    /** If the breaker opened between a try and its retry, the model was tried. */
    private static StreamStart unreachable(String detail) {
        var tried = RequestProgress.ofThisThread().takeUnconnected();
        return detail == null && tried == null
                ? notSent(Outcome.BREAKER_OPEN, "not tried")
                : notSent(Outcome.UNREACHABLE, detail == null ? tried : detail);
    }

    private static StreamStart notSent(Outcome outcome, String detail) {
        return new StreamStart.Unavailable(outcome, new Charge.NotSent(), detail);
    }

    /** The time limit may expire before the request was sent, for instance if the connection pool is exhausted. */
    private static StreamStart tooSlow() {
        ChatCompletions.closeDiscarded();
        return RequestProgress.ofThisThread().isSent()
                ? new StreamStart.Unavailable(Outcome.TOO_SLOW, Charge.unknown(), "no output within the limit")
                : notSent(Outcome.UNREACHABLE, "no connection within the limit");
    }
}
