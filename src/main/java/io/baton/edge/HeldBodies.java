package io.baton.edge;

import java.util.HashMap;
import java.util.Map;

/**
 * How many bytes of bodies are in memory, together and of each client, so that neither many clients nor one can fill it.
 * What counts has come in; a body that is only announced costs nothing.
 */
final class HeldBodies {
    private static final int MOST = 64 * 1024 * 1024;
    private static final int MOST_OF_ONE = 4 * 1024 * 1024;

    private final Map<String, Integer> held = new HashMap<>();
    private int total;

    /** @return false: there is no room for them */
    synchronized boolean take(String client, int bytes) {
        if (total + bytes > MOST || held.getOrDefault(client, 0) + bytes > MOST_OF_ONE) {
            return false;
        }
        total += bytes;
        held.merge(client, bytes, Integer::sum);
        return true;
    }

    synchronized void give(String client, int bytes) {
        total -= bytes;
        held.computeIfPresent(client, (same, sum) -> sum == bytes ? null : sum - bytes);
    }
}
