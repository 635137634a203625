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

/** Finds running answers that nobody reads any more, on any node, for longer than the grace. */
@ApplicationScoped
public class ReaderPresence {
    /** A reader looks at a log at least once in this time. */
    private static final Duration READERS_PERIOD = Duration.ofSeconds(2);

    @Inject
    LogRegistry logs;

    @Inject
    RemoteReaders remoteReaders;

    @Inject
    @ConfigProperties
    ChatConfig config;

    /** Those of our running answers. While Redis is away nobody knows who reads on other nodes: then none. */
    public List<UUID> among(Collection<UUID> running) {
        var unread = new HashMap<UUID, AnswerLog>();
        running.forEach(id -> logs.find(id)
                .filter(log -> log.unread().compareTo(READERS_PERIOD) > 0)
                .ifPresent(log -> unread.put(id, log)));
        if (unread.isEmpty()) {
            return List.of();
        }
        var elsewhere = remoteReaders.elsewhere(unread.keySet()).orElse(unread.keySet());
        elsewhere.forEach(id -> unread.get(id).touch());
        return unread.entrySet().stream()
                .filter(each -> each.getValue().unread().compareTo(config.unreadGrace) > 0)
                .map(Map.Entry::getKey)
                .toList();
    }
}
