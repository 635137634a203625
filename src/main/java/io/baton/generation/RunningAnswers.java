package io.baton.generation;

import io.baton.answer.ChatConfig;
import io.baton.answer.Event;
import io.baton.answer.Frame;
import io.baton.answer.GenerationJob;
import io.baton.answerlog.LogRegistry;
import io.baton.answerlog.LogReplicator;
import io.baton.answerlog.LogWriter;
import io.baton.answerlog.ReaderPresence;
import io.baton.cluster.Node;
import io.baton.ledger.Settlement;
import io.baton.ledger.TokenCounter;
import io.baton.model.Model;
import io.baton.platform.Schedule;
import io.baton.platform.TaskScheduler;
import io.baton.platform.VirtualThreads;
import io.baton.routing.Failover;
import io.baton.routing.Router;
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
public class RunningAnswers {
    private static final int SHUTDOWN_SECONDS = 10;

    @Inject
    Router router;

    @Inject
    AttemptStore attemptStore;

    @Inject
    TokenCounter counter;

    @Inject
    LogRegistry logs;

    @Inject
    ReaderPresence readerPresence;

    @Inject
    LogReplicator replicator;

    @Inject
    AnswerFinalizer finalizer;

    @Inject
    Node node;

    @Inject
    @ConfigProperties
    ChatConfig config;

    @Inject
    Clock clock;

    @Inject
    @VirtualThreads
    ManagedExecutorService virtual;

    @Inject
    TaskScheduler tasks;

    private final Map<UUID, Generation> running = new ConcurrentHashMap<>();

    void begin(@Observes @Priority(4) Startup startup) {
        tasks.start("answer-watch", Schedule.every(Duration.ofSeconds(1)), this::watch);
    }

    /** Begins to generate. */
    public void start(GenerationJob job) {
        var told = RecoveredAnswer.of(List.of(), job.first().model().id());
        var writer = writer(job, List.of());
        writer.write(new Event.Start(told.speaker(), job.messageId(), job.reason()));
        var cancellation = new Cancellation();
        var recorder = AttemptRecorder.begun(attemptStore, counter, job, cancellation, clock);
        var failover = Failover.begin(router, job.first(), job.firstAttempt(), job.prompt(), recorder);
        run(job, new Generation(job, recorder, failover, cancellation, writer, finalizer, told, limit(job)), writer);
    }

    /**
     * Goes on with an answer that was taken over.
     *
     * @param last     who was asked last
     * @param before   all attempts so far
     * @param stopping whether it is only to be ended
     */
    public void resume(GenerationJob job, RecoveredAnswer told, Model last, List<Settlement> before, boolean stopping) {
        var writer = writer(job, told.frames());
        if (told.frames().isEmpty()) {
            writer.write(new Event.Start(told.speaker(), job.messageId(), null));
        }
        var cancellation = new Cancellation();
        var recorder = AttemptRecorder.resumed(attemptStore, counter, job, before, cancellation, clock);
        var prompt = job.prompt().continuing(told.answerText().text());
        var failover = Failover.resume(router, last, prompt, recorder);
        var generation = new Generation(job, recorder, failover, cancellation, writer, finalizer, told, limit(job));
        if (stopping) {
            generation.stop();
        }
        run(job, generation, writer);
    }

    private OutputLimit limit(GenerationJob job) {
        var elapsed = Duration.between(job.startedAt(), clock.instant());
        return new OutputLimit(config, elapsed.isNegative() ? Duration.ZERO : elapsed, System::nanoTime);
    }

    private LogWriter writer(GenerationJob job, List<Frame> known) {
        var id = job.answerId();
        return logs.own(id, known, log -> new LogWriter(id, job.epoch(), log, replicator::enqueue, clock));
    }

    private void run(GenerationJob job, Generation generation, LogWriter writer) {
        var id = job.answerId();
        writer.onFenced(generation::stop);
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
    public Set<UUID> ids() {
        return Set.copyOf(running.keySet());
    }

    /** How many of them were taken over. */
    public int resumed() {
        return (int) running.values().stream().filter(Generation::isResumed).count();
    }

    Optional<Generation> find(UUID answerId) {
        return Optional.ofNullable(running.get(answerId));
    }

    /** Stops an answer, if it is generated here. */
    public boolean stop(UUID answerId) {
        var generation = find(answerId);
        generation.ifPresent(Generation::stop);
        return generation.isPresent();
    }

    /** @param lost tells which of the answers have another owner now */
    public void letGo(UnaryOperator<Set<UUID>> lost) {
        var here = Set.copyOf(running.keySet());
        if (!here.isEmpty()) {
            lost.apply(here).forEach(id -> logs.writer(id).ifPresent(LogWriter::fence));
        }
    }

    /** @param ours tells which answers may still run; asked once it is known which do, so that no new one is missed */
    public void stopAllBut(Supplier<Set<UUID>> ours) {
        var here = Set.copyOf(running.keySet());
        if (!here.isEmpty()) {
            var still = ours.get();
            here.stream().filter(id -> !still.contains(id)).forEach(this::stop);
        }
    }

    private void watch() {
        TaskScheduler.forEach(running.values(), Generation::breakOffIfDue);
        readerPresence.withoutReaders(running.keySet()).forEach(this::stop);
    }

    /** An orderly end of the node: another one goes on with the answers, or, where there is none, what was said is stored. */
    void end(@Observes @Priority(1) Shutdown shutdown) throws InterruptedException {
        var others = !running.isEmpty() && node.hasOthers();
        running.values().forEach(others ? Generation::giveAway : Generation::stop);
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SHUTDOWN_SECONDS);
        while (!(running.isEmpty() && replicator.isIdle()) && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
