package io.baton.proof;

import io.baton.dev.TestServer;
import io.baton.scripted.SeenRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the scripted providers have billed. They forget all but the last 10,000, so their memory is read again and again. */
final class Bills {
    private final Map<Long, SeenRequest> seen = new TreeMap<>();

    synchronized void read() {
        TestServer.running().scripted().requests().forEach(request -> seen.put(request.id(), request));
    }

    /** Those whose model has run, by their order. */
    synchronized List<SeenRequest> billed() {
        return seen.values().stream()
                .filter(request -> request.promptTokens() > 0 && request.temperature() != null)
                .toList();
    }

    synchronized boolean allEnded() {
        return seen.values().stream().noneMatch(request -> request.outcome() == SeenRequest.Outcome.RUNNING);
    }

    synchronized int size() {
        return seen.size();
    }
}
