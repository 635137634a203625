package io.baton.chat;

import io.baton.model.Model;
import io.baton.platform.PeriodicTasks;
import io.baton.platform.Schedule;
import io.baton.platform.Virtual;
import io.baton.routing.Router;
import io.baton.routing.Walk;
import io.baton.usage.Settlement;
import io.baton.usage.TokenCounter;
import jakarta.annotation.Priority;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/** The answers that this node is generating. */
@ApplicationScoped
class Generations {
    private static final int SHUTDOWN_SECONDS = 10;

    @Inject
    Router router;

    @Inject
    Recorder recorder;

    @Inject
    TokenCounter counter;

    @Inject
    Logs logs;

    @Inject
    Unread unread;

    @Inject
    Shipping shipping;

    @Inject
    Closing closing;

    @Inject
    Node node;

    @Inject
    @ConfigProperties
    ChatConfig config;

    @Inject
    Clock clock;

    @Inject
    @Virtual
    ManagedExecutorService virtual;

    @Inject
    PeriodicTasks tasks;

    private final Map<UUID, Generation> running = new ConcurrentHashMap<>();

    void begin(@Observes @Priority(4) Startup startup) {
        tasks.start("answer-watch", Schedule.every(Duration.ofSeconds(1)), this::watch);
    }

    /** Begins to generate. */
    void start(Assignment assignment) {
        var told = Retelling.of(List.of(), assignment.first().model().id());
        var scribe = scribe(assignment, List.of());
        scribe.write(new Event.Start(told.speaker(), assignment.messageId(), assignment.reason()));
        var ear = new Ear();
        var journal = Journal.begun(recorder, counter, assignment, ear, clock);
        var walk = Walk.begin(router, assignment.first(), assignment.firstAttempt(), assignment.prompt(), journal);
        run(
                assignment,
                new Generation(assignment, journal, walk, ear, scribe, closing, told, limit(assignment)),
                scribe);
    }

    /**
     * Goes on with an answer that was taken over.
     *
     * @param last     who was asked last
     * @param before   all attempts so far
     * @param stopping whether it is only to be ended
     */
    void resume(Assignment assignment, Retelling told, Model last, List<Settlement> before, boolean stopping) {
        var scribe = scribe(assignment, told.frames());
        if (told.frames().isEmpty()) {
            scribe.write(new Event.Start(told.speaker(), assignment.messageId(), null));
        }
        var ear = new Ear();
        var journal = Journal.resumed(recorder, counter, assignment, before, ear, clock);
        var prompt = assignment.prompt().continuing(told.speech().text());
        var walk = Walk.resume(router, last, prompt, journal);
        var generation = new Generation(assignment, journal, walk, ear, scribe, closing, told, limit(assignment));
        if (stopping) {
            generation.stop();
        }
        run(assignment, generation, scribe);
    }

    private OutputLimit limit(Assignment assignment) {
        var elapsed = Duration.between(assignment.startedAt(), clock.instant());
        return new OutputLimit(config, elapsed.isNegative() ? Duration.ZERO : elapsed, System::nanoTime);
    }

    private Scribe scribe(Assignment assignment, List<Frame> known) {
        var id = assignment.answerId();
        return logs.own(id, known, log -> new Scribe(id, assignment.epoch(), log, shipping::take, clock));
    }

    private void run(Assignment assignment, Generation generation, Scribe scribe) {
        var id = assignment.answerId();
        scribe.whenFenced(generation::stop);
        running.put(id, generation);
        virtual.execute(() -> {
            try {
                generation.run();
            } finally {
                running.remove(id, generation);
                logs.find(id).ifPresent(log -> logs.keepEnded(id, log));
            }
        });
    }

    /** The answers that are generated here. */
    Set<UUID> ids() {
        return Set.copyOf(running.keySet());
    }

    /** How many of them were taken over. */
    int resumed() {
        return (int) running.values().stream().filter(Generation::isResumed).count();
    }

    Optional<Generation> find(UUID answerId) {
        return Optional.ofNullable(running.get(answerId));
    }

    /** Stops an answer, if it is generated here. */
    boolean stop(UUID answerId) {
        var generation = find(answerId);
        generation.ifPresent(Generation::stop);
        return generation.isPresent();
    }

    /** @param lost tells which of the answers have another owner now */
    void letGo(UnaryOperator<Set<UUID>> lost) {
        var here = Set.copyOf(running.keySet());
        if (!here.isEmpty()) {
            lost.apply(here).forEach(id -> logs.scribe(id).ifPresent(Scribe::fence));
        }
    }

    /** @param ours tells which answers may still run; asked once it is known which do, so that no new one is missed */
    void stopAllBut(Supplier<Set<UUID>> ours) {
        var here = Set.copyOf(running.keySet());
        if (!here.isEmpty()) {
            var still = ours.get();
            here.stream().filter(id -> !still.contains(id)).forEach(this::stop);
        }
    }

    private void watch() {
        PeriodicTasks.forEach(running.values(), Generation::breakOffIfDue);
        unread.among(running.keySet()).forEach(this::stop);
    }

    /** An orderly end of the node: another one goes on with the answers, or, where there is none, what was said is stored. */
    void end(@Observes @Priority(1) Shutdown shutdown) throws InterruptedException {
        var others = !running.isEmpty() && node.hasOthers();
        running.values().forEach(others ? Generation::giveAway : Generation::stop);
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SHUTDOWN_SECONDS);
        while (!(running.isEmpty() && shipping.isIdle()) && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
