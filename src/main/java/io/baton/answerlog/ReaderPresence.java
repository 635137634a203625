package io.baton.answerlog;

import io.baton.answer.ChatConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/** Finds running answers without readers on any node for longer than the grace period. */
@ApplicationScoped
public class ReaderPresence {
    /** Readers access a log at least this often. */
    private static final Duration READERS_PERIOD = Duration.ofSeconds(2);

    @Inject
    LogRegistry logs;

    @Inject
    RemoteReaders remoteReaders;

    @Inject
    @ConfigProperties
    ChatConfig config;

    /**
     * Those of this node's running answers that have no readers. Empty while Redis is unavailable, because readers on
     * other nodes are unknown.
     */
    public List<UUID> withoutReaders(Collection<UUID> running) {
        var idle = new HashMap<UUID, AnswerLog>();
        running.forEach(id -> logs.find(id)
                .filter(log -> log.sinceLastRead().compareTo(READERS_PERIOD) > 0)
                .ifPresent(log -> idle.put(id, log)));
        if (idle.isEmpty()) {
            return List.of();
        }
        var elsewhere = remoteReaders.elsewhere(idle.keySet()).orElse(idle.keySet());
        elsewhere.forEach(id -> idle.get(id).touch());
        return idle.entrySet().stream()
                .filter(each -> each.getValue().sinceLastRead().compareTo(config.unreadGrace) > 0)
                .map(Map.Entry::getKey)
                .toList();
    }
}
