package io.baton.generation;

import io.baton.answerlog.LogReplicator;
import io.baton.answerlog.ReaderPresence;
import io.baton.apikey.store.ApiKeys;
import io.baton.cluster.Node;
import io.baton.platform.Schedule;
import io.baton.platform.TaskScheduler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Every second cancels attempts that are overdue, and stops answers without readers and those of revoked API keys. Ends all answers when
 * the node stops.
 */
@ApplicationScoped
public class AnswerWatch {
    private static final int SHUTDOWN_SECONDS = 10;

    @Inject
    RunningAnswers runningAnswers;

    @Inject
    ReaderPresence readers;

    @Inject
    LogReplicator replicator;

    @Inject
    Node node;

    @Inject
    ApiKeys keys;

    @Inject
    TaskScheduler tasks;

    void begin(@Observes @Priority(4) Startup startup) {
        keys.onRevocation(revoked -> runningAnswers.stopOf(revoked::equals));
        tasks.start("answer-watch", Schedule.every(Duration.ofSeconds(1)), this::watch);
    }

    private void watch() {
        runningAnswers.cancelOverdueAttempts();
        runningAnswers.stopOf(keys::isRevoked);
        readers.withoutReaders(runningAnswers.ids()).forEach(runningAnswers::stop);
    }

    void end(@Observes @Priority(1) Shutdown shutdown) throws InterruptedException {
        endAll();
    }

    /** Another node resumes the answers. If there is none, they are stopped, and their text so far is stored. Blocks, for 10 s at most. */
    public void endAll() throws InterruptedException {
        if (!runningAnswers.ids().isEmpty() && node.hasOthers()) {
            runningAnswers.handOverAll();
        } else {
            runningAnswers.stopAll();
        }
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SHUTDOWN_SECONDS);
        while (!(runningAnswers.ids().isEmpty() && replicator.isIdle()) && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
