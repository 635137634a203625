package io.baton.chat;

import io.baton.platform.Rounds;
import io.baton.platform.Virtual;
import io.baton.routing.Router;
import io.baton.usage.Holds;
import io.baton.usage.Ledger;
import io.baton.usage.TokenCounter;
import jakarta.annotation.Priority;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/** The answers that this node is generating. */
@ApplicationScoped
class Generations {
    private static final int SHUTDOWN_SECONDS = 10;

    @Inject
    Router router;

    @Inject
    Ledger ledger;

    @Inject
    Holds holds;

    @Inject
    TokenCounter counter;

    @Inject
    AnswerLog log;

    @Inject
    Closing closing;

    @Inject
    Clock clock;

    @Inject
    @ConfigProperties
    ChatConfig config;

    @Inject
    @Virtual
    ManagedExecutorService virtual;

    @Inject
    @Rounds
    ManagedScheduledExecutorService rounds;

    private final Map<UUID, Generation> running = new ConcurrentHashMap<>();

    void begin(@Observes @Priority(4) Startup startup) {
        rounds.scheduleWithFixedDelay(this::watch, 1, 1, TimeUnit.SECONDS);
    }

    /** Begins to generate; the `start` frame is in the log when this returns. */
    void start(Assignment assignment) {
        var scribe = new Scribe(log, assignment.answerId(), assignment.epoch(), clock);
        scribe.write(new Event.Start(assignment.first().model().id(), assignment.messageId(), assignment.reason()));
        var journal = new Journal(ledger, holds, counter, assignment, clock);
        var walk = router.walk(assignment.first(), assignment.firstAttempt(), assignment.prompt(), journal);
        var generation = new Generation(assignment, journal, walk, scribe, closing);
        running.put(assignment.answerId(), generation);
        virtual.execute(() -> {
            try {
                generation.run();
            } finally {
                running.remove(assignment.answerId());
            }
        });
    }

    Optional<Generation> find(UUID answerId) {
        return Optional.ofNullable(running.get(answerId));
    }

    /** Stops those of the answers that are generated here. */
    void stop(Collection<UUID> answerIds) {
        answerIds.forEach(id -> find(id).ifPresent(Generation::stop));
    }

    /** @param ours tells which answers may still run; asked once it is known which do, so that no new one is missed */
    void stopAllBut(Supplier<Set<UUID>> ours) {
        var here = Set.copyOf(running.keySet());
        if (!here.isEmpty()) {
            var still = ours.get();
            stop(here.stream().filter(id -> !still.contains(id)).toList());
        }
    }

    private void watch() {
        running.values().stream()
                .filter(generation -> generation.audience().unread().compareTo(config.unreadGrace) > 0)
                .forEach(Generation::stop);
        running.values().forEach(Generation::breakOffIfTooSlow);
    }

    /** An orderly end of the node: what was said is stored before it goes. */
    void end(@Observes Shutdown shutdown) throws InterruptedException {
        running.values().forEach(Generation::stop);
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SHUTDOWN_SECONDS);
        while (!running.isEmpty() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
