package io.baton.provider.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.baton.model.Charge;
import io.baton.model.Opening;
import io.baton.model.Outcome;
import java.lang.reflect.Method;
import org.eclipse.microprofile.faulttolerance.ExecutionContext;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.junit.jupiter.api.Test;

class OpeningFallbackTest {
    @Test
    void aTimeOutIsTooSlowAndMayBeBilledOnceTheRequestHasLeft() {
        RequestProgress.ofThisThread().sent();
        assertEquals(
                new Opening.Unavailable(Outcome.TOO_SLOW, Charge.unknown(), "no output within the limit"),
                fallback(new TimeoutException()));
    }

    @Test
    void aTimeOutBeforeTheRequestHasLeftIsUnreachable() {
        RequestProgress.ofThisThread().begin();
        assertEquals(
                new Opening.Unavailable(Outcome.UNREACHABLE, new Charge.NotSent(), "no connection within the limit"),
                fallback(new TimeoutException()));
    }

    @Test
    void aConnectionNeverMadeIsUnreachable() {
        assertEquals(
                new Opening.Unavailable(Outcome.UNREACHABLE, new Charge.NotSent(), "ConnectException"),
                fallback(new NotConnected("ConnectException")));
    }

    @Test
    void anOpenBreakerSentNothing() {
        assertEquals(
                new Opening.Unavailable(Outcome.BREAKER_OPEN, new Charge.NotSent(), "not tried"),
                fallback(new CircuitBreakerOpenException()));
    }

    @Test
    void aBreakerThatOpensBetweenATryAndItsRetryIsUnreachable() {
        RequestProgress.ofThisThread().unconnected("ConnectException");
        assertEquals(
                new Opening.Unavailable(Outcome.UNREACHABLE, new Charge.NotSent(), "ConnectException"),
                fallback(new CircuitBreakerOpenException()));
        assertEquals(
                new Opening.Unavailable(Outcome.BREAKER_OPEN, new Charge.NotSent(), "not tried"),
                fallback(new CircuitBreakerOpenException()),
                "it is told once");
    }

    @Test
    void aBugStaysABug() {
        assertThrows(IllegalStateException.class, () -> fallback(new NullPointerException()));
    }

    static Opening fallback(Throwable failure) {
        return new OpeningFallback().handle(new ExecutionContext() {
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
