package io.baton.platform;

import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;

/** Selects the pool that {@link Pooled} names while the method runs. Runs before a transaction begins. */
@Pooled
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 100)
class PoolInterceptor {
    private static final ThreadLocal<Pool> CHOSEN = new ThreadLocal<>();

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    TransactionSynchronizationRegistry transactions;

    /** The pool for this thread's next connection. */
    static Pool chosen() {
        var chosen = CHOSEN.get();
        return chosen == null ? Pool.MAIN : chosen;
    }

    @AroundInvoke
    Object choose(InvocationContext call) throws Exception {
        if (CHOSEN.get() != null || transactions.getTransactionStatus() != Status.STATUS_NO_TRANSACTION) {
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
