package io.baton.recovery;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The signal to end this process, SIGTERM. The server closes its ports as soon as it gets it, and tells the application only once all
 * requests have ended; so the application has to come first. The JVM's class for signals, {@code sun.misc.Signal}, is not part of
 * Java's API: it is used by reflection, and where it is not there, the node stops without being drained.
 */
final class TerminationSignal {
    private static final Logger LOG = Logger.getLogger(TerminationSignal.class.getName());

    private final Object signal;
    private final Method install;
    private final Class<?> handlerType;
    private final Method handle;
    private Object previous;

    private TerminationSignal() throws ReflectiveOperationException {
        var signalType = Class.forName("sun.misc.Signal");
        handlerType = Class.forName("sun.misc.SignalHandler");
        signal = signalType.getConstructor(String.class).newInstance("TERM");
        install = signalType.getMethod("handle", signalType, handlerType);
        handle = handlerType.getMethod("handle", signalType);
    }

    /**
     * Runs {@code first} when the signal comes, on a thread of its own, and then what the JVM would have done.
     *
     * @return puts everything back as it was
     */
    static Runnable precededBy(Runnable first) {
        try {
            var term = new TerminationSignal();
            term.previous = term.install(term.handler(first));
            return () -> term.install(term.previous);
        } catch (ReflectiveOperationException | IllegalStateException notThere) {
            LOG.log(
                    Level.WARNING,
                    "This JVM does not tell of SIGTERM: the node stops without being drained.",
                    notThere);
            return () -> {};
        }
    }

    private Object handler(Runnable first) {
        InvocationHandler onCall = (proxy, method, arguments) -> {
            if (!method.equals(handle)) {
                return method.invoke(this, arguments); // equals, hashCode, toString
            }
            try {
                first.run();
            } finally {
                handle.invoke(previous, signal);
            }
            return null;
        };
        return Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {handlerType}, onCall);
    }

    private Object install(Object handler) {
        try {
            return install.invoke(null, signal, handler);
        } catch (ReflectiveOperationException refused) {
            throw new IllegalStateException(refused);
        }
    }
}
