package io.baton.answerlog;

import io.baton.cluster.Node;
import io.baton.platform.Redis;
import io.baton.platform.RedisSubscription;
import io.baton.platform.Schedule;
import io.baton.platform.TaskScheduler;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Receives the frames of the answers that are mirrored here, as their owners publish them, and appends them to the mirrors. Each node
 * is also subscribed to a channel of its own, which shows others that its version publishes.
 */
@ApplicationScoped
class LogMessages {
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration BEAT = Duration.ofSeconds(1);

    @Inject
    Redis redis;

    @Inject
    Node node;

    @Inject
    LogRegistry logs;

    @Inject
    TaskScheduler tasks;

    /** Each answer once, however many frames arrive until its log is read. */
    private final Set<UUID> unread = ConcurrentHashMap.newKeySet();

    private final Semaphore wanted = new Semaphore(0);
    private RedisSubscription subscription;

    private final class Listener implements RedisSubscription.Listener {
        /** Frames may have been published before. */
        @Override
        public void subscribed(String channel) {
            read(Set.of(RedisAnswerLog.answerOf(channel)));
        }

        @Override
        public void received(String channel, String message) {
            var answerId = RedisAnswerLog.answerOf(channel);
            logs.find(answerId)
                    .filter(mirror -> !push(mirror, message))
                    .ifPresent(incomplete -> read(Set.of(answerId)));
        }

        private static boolean push(AnswerLog mirror, String message) {
            try {
                return mirror.push(FrameCodec.read(message));
            } catch (RuntimeException unreadable) {
                return false;
            }
        }
    }

    @PostConstruct
    void create() {
        subscription = new RedisSubscription(redis, channel(node.id()), new Listener());
    }

    void begin(@Observes @Priority(2) Startup startup) {
        tasks.start("log-messages", Schedule.every(PAUSE).withEndlessRuns().onPlatformThread(), subscription::listen);
        tasks.start("log-messages-beat", Schedule.every(BEAT), subscription::beat);
    }

    /** Receives the frames of these answers from now on, and of no others. */
    void follow(Set<UUID> answers) {
        subscription.follow(answers.stream().map(RedisAnswerLog::frames).collect(Collectors.toSet()));
    }

    /** Whether each published frame of the answer arrives here now. */
    boolean receives(UUID answerId) {
        return subscription.receives(RedisAnswerLog.frames(answerId));
    }

    /** Those of the answers whose owners publish frames. Empty if Redis is unavailable. */
    Optional<Set<UUID>> published(Map<UUID, UUID> owners) {
        var channels = new HashMap<UUID, String>();
        owners.forEach((answerId, owner) -> channels.put(answerId, channel(owner)));
        return redis.subscribed(Set.copyOf(channels.values()))
                .map(nodes -> channels.keySet().stream()
                        .filter(answerId -> nodes.contains(channels.get(answerId)))
                        .collect(Collectors.toSet()));
    }

    /** Answers whose logs must be read; waits if there are none. */
    Set<UUID> awaitUnread(Duration wait) throws InterruptedException {
        wanted.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS);
        wanted.drainPermits();
        var answers = new HashSet<>(unread);
        unread.removeAll(answers);
        return answers;
    }

    /** Lets these logs be read soon. */
    void read(Collection<UUID> answers) {
        if (unread.addAll(answers)) {
            wanted.release();
        }
    }

    private static String channel(UUID node) {
        return "baton:node:" + node;
    }
}
