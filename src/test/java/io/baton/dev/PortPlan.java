package io.baton.dev;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Where the nodes and the load balancer of a start listen. A port is given by its environment variable, or chosen. */
final class PortPlan {
    /** Whoever listens, with the variable that gives its port and the port that it has otherwise, where that is free. */
    enum Listener {
        NODE_1("HTTP_PORT", 9080, "node 1"),
        NODE_1_TLS("HTTPS_PORT", 9443, "node 1 (https)"),
        NODE_2("NODE2_HTTP_PORT", 9081, "node 2"),
        NODE_2_TLS("NODE2_HTTPS_PORT", 9444, "node 2 (https)"),
        BALANCER("BALANCER_PORT", 9000, "the load balancer");

        final String variable;
        final int usual;
        final String words;

        Listener(String variable, int usual, String words) {
            this.variable = variable;
            this.usual = usual;
            this.words = words;
        }
    }

    private static final int TRIES = 5;
    private final Map<String, String> given;
    private final PrintStream say;
    private final Map<Listener, Integer> ports = new EnumMap<>(Listener.class);

    /**
     * @param say learns which port was taken instead of a usual one
     * @throws CannotStart names each variable whose port can't be used
     */
    PortPlan(Map<String, String> given, Collection<Listener> listeners, PrintStream say) throws IOException {
        this.given = given;
        this.say = say;
        var conflicts = new ArrayList<String>();
        for (var listener : listeners) {
            if (isGiven(listener)) {
                conflicts.addAll(take(listener, given.get(listener.variable)));
            }
        }
        if (!conflicts.isEmpty()) {
            throw new CannotStart(String.join("\n", conflicts));
        }
        for (var listener : listeners) {
            if (!isGiven(listener)) {
                choose(listener, listener.usual);
            }
        }
    }

    int of(Listener listener) {
        return ports.get(listener);
    }

    /** What starts something on the ports of this plan. */
    interface Attempt<T> {
        /** @throws PortTaken where somebody was faster */
        T run() throws IOException, InterruptedException;
    }

    /** Tries again with other ports where somebody was faster to one of {@code listeners}. */
    <T> T with(Attempt<T> attempt, Listener... listeners) throws IOException, InterruptedException {
        for (var tries = 1; ; tries++) {
            try {
                return attempt.run();
            } catch (PortTaken taken) {
                if (tries == TRIES) {
                    throw taken;
                }
                replaceTaken(listeners);
            }
        }
    }

    /** Chooses anew where somebody else listens by now. @throws CannotStart where that port was given */
    void replaceTaken(Listener... listeners) throws IOException {
        for (var listener : listeners) {
            if (!Ports.isFree(of(listener))) {
                if (isGiven(listener)) {
                    throw new CannotStart(inUse(listener, of(listener)));
                }
                choose(listener, 0);
            }
        }
    }

    private boolean isGiven(Listener listener) {
        return given.containsKey(listener.variable);
    }

    /** What speaks against it. */
    private List<String> take(Listener listener, String value) {
        int port;
        try {
            port = Integer.parseInt(value.strip());
        } catch (NumberFormatException none) {
            port = 0;
        }
        if (port < 1 || port > 65_535) {
            return List.of(listener.variable + "=" + value + ": a port is a number from 1 to 65535.");
        }
        for (var other : ports.entrySet()) {
            if (other.getValue() == port) {
                return List.of(other.getKey().variable + " and " + listener.variable + " are both " + port + ".");
            }
        }
        ports.put(listener, port);
        return Ports.isFree(port) ? List.of() : List.of(inUse(listener, port));
    }

    private static String inUse(Listener listener, int port) {
        return listener.variable + "=" + port + ": the port for " + listener.words + " is in use.";
    }

    private void choose(Listener listener, int preferred) throws IOException {
        var port = Ports.freeOr(preferred);
        while (ports.containsValue(port)) {
            port = Ports.freeOr(0);
        }
        if (port != listener.usual) {
            say.println(listener.usual + " is in use, so " + listener.words + " listens on " + port + " (set "
                    + listener.variable + " to choose).");
        }
        ports.put(listener, port);
    }
}
