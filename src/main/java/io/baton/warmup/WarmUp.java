package io.baton.warmup;

import io.baton.answer.AnswerEnd;
import io.baton.answer.AnswerOutcome;
import io.baton.answer.AnswerText;
import io.baton.answer.ErrorCode;
import io.baton.answer.GenerationJob;
import io.baton.budget.Holds;
import io.baton.limits.UserLimits;
import io.baton.model.Money;
import io.baton.model.Prompt;
import io.baton.model.Turn;
import io.baton.platform.Ids;
import io.baton.platform.VirtualThreads;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/**
 * Goes the way of a question several times before this node is ready. Each question comes through the front door, from a user who may
 * have no answer: so tx1 runs to its last statement and is rolled back. Then an answer that does not exist is ended, its log is written and
 * read, and the clients of the providers are prepared. Nothing stays in the books, and no provider is asked.
 */
@ApplicationScoped
class WarmUp {
    private static final Logger LOG = Logger.getLogger(WarmUp.class.getName());
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final int LOOK_AGAIN_MILLIS = 100;
    private static final Prompt PROMPT = new Prompt(List.of(new Turn(Turn.Role.USER, "Is anybody there?")), null, null);

    @Inject
    OwnFrontDoor frontDoor;

    @Inject
    LogWarmUp log;

    @Inject
    ProviderWarmUp providers;

    @Inject
    UserLimits limits;

    @Inject
    AnswerEnd answerEnd;

    @Inject
    @ConfigProperties
    WarmUpConfig config;

    @Inject
    @VirtualThreads
    ExecutorService virtual;

    private volatile boolean done;

    void begin(@Observes @Priority(10) Startup startup) {
        if (config.rounds == 0) {
            done = true;
        } else {
            virtual.execute(this::run);
        }
    }

    /** Whether it is over, successfully or not. */
    boolean isDone() {
        return done;
    }

    private void run() {
        var end = System.nanoTime() + LONGEST.toNanos();
        try {
            while (!frontDoor.isOpen() && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
            }
            for (var i = 0; i < config.rounds && System.nanoTime() < end; i++) {
                round();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException failed) {
            LOG.log(Level.WARNING, "The warm-up failed: the first answers will be slower", failed);
        } finally {
            done = true;
        }
    }

    private void round() throws IOException, InterruptedException {
        var nobody = UUID.randomUUID().toString().replace("-", "");
        limits.admitNone(nobody);
        try {
            frontDoor.ask(nobody);
            endUnknown(nobody);
            log.round();
            providers.interruptedRound(PROMPT);
            providers.refusedRound(frontDoor.url("/v1"), PROMPT);
        } finally {
            limits.admitAgain(nobody);
        }
    }

    private void endUnknown(String userId) {
        var id = Ids.next();
        var held = new Holds.Held(Money.ZERO, false);
        var job = new GenerationJob(id, Ids.next(), id, userId, 1, 1, null, null, PROMPT, Instant.now(), held, null);
        var failed = new AnswerOutcome.Failed(ErrorCode.UNKNOWN_ERROR);
        answerEnd.store(new AnswerEnd.Report(job, failed, "nobody", new AnswerText(), 1, 0, List.of(), List.of()));
    }
}
