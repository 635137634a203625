package io.baton.provider.wire;

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
            case NotConnected e -> new Opening.Unavailable(Outcome.UNREACHABLE, false, e.getMessage());
            case CircuitBreakerOpenException e -> new Opening.Unavailable(Outcome.BREAKER_OPEN, false, "not tried");
            case Throwable e -> throw new IllegalStateException("no failure of an opening", e);
        };
    }

    private static Opening tooSlow() {
        Wire.hangUpDiscarded();
        return new Opening.Unavailable(Outcome.TOO_SLOW, true, "no output within the limit");
    }
}
