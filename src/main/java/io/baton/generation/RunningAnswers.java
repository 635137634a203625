package io.baton.generation;

import io.baton.answer.GenerationJob;
import io.baton.answerlog.LogRegistry;
import io.baton.answerlog.LogWriter;
import io.baton.ledger.Settlement;
import io.baton.model.Model;
import io.baton.platform.TaskScheduler;
import io.baton.platform.VirtualThreads;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The answers that this node is generating, each on its own virtual thread. */
@ApplicationScoped
public class RunningAnswers {
    @Inject
    GenerationFactory generations;

    @Inject
    LogRegistry logs;

    @Inject
    @VirtualThreads
    ExecutorService virtual;

    private final Map<UUID, Generation> running = new ConcurrentHashMap<>();

    /** Starts to generate a new answer. */
    public void start(GenerationJob job) {
        run(job.answerId(), generations.start(job));
    }

    /**
     * Resumes an answer that was taken over.
     *
     * @param last     the model that was asked last
     * @param settled  all attempts so far
     * @param stopping whether the answer is only to be ended
     */
    public void resume(
            GenerationJob job, RecoveredAnswer recovered, Model last, List<Settlement> settled, boolean stopping) {
        var generation = generations.resume(job, recovered, last, settled);
        if (stopping) {
            generation.stop();
        }
        run(job.answerId(), generation);
    }

    private void run(UUID id, Generation generation) {
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

    public Set<UUID> ids() {
        return Set.copyOf(running.keySet());
    }

    /** How many there are. */
    public int count() {
        return running.size();
    }

    /** How many of them were taken over. */
    public int resumed() {
        return (int) running.values().stream().filter(Generation::isResumed).count();
    }

    /** Stops an answer. False: it is not generated here. */
    public boolean stop(UUID answerId) {
        var generation = running.get(answerId);
        if (generation != null) {
            generation.stop();
        }
        return generation != null;
    }

    /** Stops the answers that were asked by such API keys. */
    void stopOf(Predicate<UUID> key) {
        running.values().stream()
                .filter(each -> each.apiKey() != null && key.test(each.apiKey()))
                .forEach(Generation::stop);
    }

    /** @param lost gives those of the answers that another node owns now */
    public void fenceLost(UnaryOperator<Set<UUID>> lost) {
        var here = ids();
        if (!here.isEmpty()) {
            lost.apply(here).forEach(id -> logs.writer(id).ifPresent(LogWriter::fence));
        }
    }

    /** @param mayRun gives the answers that may still run; called after the running ones are listed, so that it knows them all */
    public void stopExcept(Supplier<Set<UUID>> mayRun) {
        var here = ids();
        if (!here.isEmpty()) {
            var kept = mayRun.get();
            here.stream().filter(id -> !kept.contains(id)).forEach(this::stop);
        }
    }

    /** Cancels attempts that are too slow, too long or take too long. */
    void cancelOverdueAttempts() {
        TaskScheduler.forEach(running.values(), Generation::cancelOverdueAttempt);
    }

    /** Leaves all answers to other nodes. */
    void handOverAll() {
        running.values().forEach(Generation::handOver);
    }

    void stopAll() {
        running.values().forEach(Generation::stop);
    }
}
