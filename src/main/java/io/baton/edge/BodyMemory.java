package io.baton.edge;

import java.util.HashMap;
import java.util.Map;

/**
 * Counts the bytes of request bodies in memory, in total and per client, so that neither many clients nor one can fill the heap.
 * Only bytes that have arrived count, not an announced length.
 */
final class BodyMemory {
    private static final int MAX_BYTES = 64 * 1024 * 1024;
    private static final int MAX_BYTES_PER_CLIENT = 4 * 1024 * 1024;

    private final Map<String, Integer> byClient = new HashMap<>();
    private int total;

    /** @return false: the limit is reached, and nothing was reserved */
    synchronized boolean reserve(String client, int bytes) {
        if (total + bytes > MAX_BYTES || byClient.getOrDefault(client, 0) + bytes > MAX_BYTES_PER_CLIENT) {
            return false;
        }
        total += bytes;
        byClient.merge(client, bytes, Integer::sum);
        return true;
    }

    synchronized void release(String client, int bytes) {
        total -= bytes;
        byClient.computeIfPresent(client, (same, sum) -> sum == bytes ? null : sum - bytes);
    }
}
