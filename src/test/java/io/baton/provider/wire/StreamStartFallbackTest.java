package io.baton.provider.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.baton.model.Charge;
import io.baton.model.Outcome;
import io.baton.model.StreamStart;
import io.baton.provider.connection.RequestProgress;
import java.lang.reflect.Method;
import org.eclipse.microprofile.faulttolerance.ExecutionContext;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.junit.jupiter.api.Test;

class StreamStartFallbackTest {
    @Test
    void aTimeOutIsTooSlowAndMayBeBilledOnceTheRequestHasLeft() {
        RequestProgress.ofThisThread().sent();
        assertEquals(
                new StreamStart.Unavailable(Outcome.TOO_SLOW, Charge.unknown(), "no output within the limit"),
                fallback(new TimeoutException()));
    }

    @Test
    void aTimeOutBeforeTheRequestHasLeftIsUnreachable() {
        RequestProgress.ofThisThread().begin();
        assertEquals(
                new StreamStart.Unavailable(
                        Outcome.UNREACHABLE, new Charge.NotSent(), "no connection within the limit"),
                fallback(new TimeoutException()));
    }

    @Test
    void aConnectionNeverMadeIsUnreachable() {
        assertEquals(
                new StreamStart.Unavailable(Outcome.UNREACHABLE, new Charge.NotSent(), "ConnectException"),
                fallback(new NotConnected("ConnectException")));
    }

    @Test
    void anOpenBreakerSentNothing() {
        assertEquals(
                new StreamStart.Unavailable(Outcome.BREAKER_OPEN, new Charge.NotSent(), "not tried"),
                fallback(new CircuitBreakerOpenException()));
    }

    @Test
    void aBreakerThatOpensBetweenATryAndItsRetryIsUnreachable() {
        RequestProgress.ofThisThread().unconnected("ConnectException");
        assertEquals(
                new StreamStart.Unavailable(Outcome.UNREACHABLE, new Charge.NotSent(), "ConnectException"),
                fallback(new CircuitBreakerOpenException()));
        assertEquals(
                new StreamStart.Unavailable(Outcome.BREAKER_OPEN, new Charge.NotSent(), "not tried"),
                fallback(new CircuitBreakerOpenException()),
                "it is told once");
    }

    @Test
    void aBugStaysABug() {
        assertThrows(IllegalStateException.class, () -> fallback(new NullPointerException()));
    }

    static StreamStart fallback(Throwable failure) {
        return new StreamStartFallback().handle(new ExecutionContext() {
            @Override
            public Method getMethod() {
                throw new UnsupportedOperationException();
            }

            @Override
            public Object[] getParameters() {
                throw new UnsupportedOperationException();
            }

            @Override
            public Throwable getFailure() {
                return failure;
            }
        });
    }
}
