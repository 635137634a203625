package io.baton.provider.wire;

import io.baton.model.Charge;
import io.baton.model.Opening;
import io.baton.model.Outcome;
import org.eclipse.microprofile.faulttolerance.ExecutionContext;
import org.eclipse.microprofile.faulttolerance.FallbackHandler;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;

/** Puts into words why fault tolerance gave up on an opening. Runs on the thread that called it. */
public final class OpeningFallback implements FallbackHandler<Opening> {
    @Override
    public Opening handle(ExecutionContext context) {
        return switch (context.getFailure()) {
            case TimeoutException e -> tooSlow();
            case NotConnected e -> notSent(Outcome.UNREACHABLE, e.getMessage());
            case CircuitBreakerOpenException e -> notSent(Outcome.BREAKER_OPEN, "not tried");
            case Throwable e -> throw new IllegalStateException("no failure of an opening", e);
        };
    }

    private static Opening notSent(Outcome outcome, String detail) {
        return new Opening.Unavailable(outcome, new Charge.NotSent(), detail);
    }

    /** The limit may have passed before the request had left: where the connection pool is full, for instance. */
    private static Opening tooSlow() {
        Wire.hangUpDiscarded();
        return Progress.ofThisThread().isSent()
                ? new Opening.Unavailable(Outcome.TOO_SLOW, Charge.unknown(), "no output within the limit")
                : notSent(Outcome.UNREACHABLE, "no connection within the limit");
    }
}
