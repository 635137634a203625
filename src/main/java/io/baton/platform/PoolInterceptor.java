package io.baton.platform;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

/** Selects the pool that {@link Pooled} names while the method runs. Runs before a transaction begins. */
@Pooled
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 100)
class PoolInterceptor {
    private static final ThreadLocal<Pool> CHOSEN = new ThreadLocal<>();

    @Inject
    Transactions transactions;

    /** The pool for this thread's next connection. */
    static Pool chosen() {
        var chosen = CHOSEN.get();
        return chosen == null ? Pool.MAIN : chosen;
    }

    @AroundInvoke
    Object choose(InvocationContext call) throws Exception {
        if (CHOSEN.get() != null || transactions.isActive()) {
            return call.proceed();
        }
        CHOSEN.set(call.getInterceptorBinding(Pooled.class).value());
        try {
            return call.proceed();
        } finally {
            CHOSEN.remove();
        }
    }
}
