package io.baton.limits;

import io.baton.platform.Problem;
import io.baton.platform.SlidingWindows;
import io.baton.platform.SlidingWindows.Window;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/** Admits a user's question or answer, or refuses it with a {@link Problem} that says when to retry. */
@ApplicationScoped
public class UserLimits {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    @Inject
    SlidingWindows windows;

    @Inject
    @ConfigProperties
    LimitsConfig config;

    @PersistenceContext
    EntityManager entities;

    /** Counts a new question, or a retry of one whose answer failed. */
    public void admitQuestion(String userId) {
        var window = new Window("user:" + userId, config.userRequestsPerMinute, MINUTE);
        var wait = windows.take(window);
        if (!wait.isZero()) {
            throw Problem.temporary(
                    Problem.Kind.RATE_LIMITED, wait, "problem.questions-a-minute", config.userRequestsPerMinute);
        }
    }

    /**
     * Checks that the user may have another answer, which this transaction then stores. Exact across all nodes, because
     * the transaction holds a lock per user. Answers of one user wait for this lock, so it is taken late, but before a
     * request is counted at a provider, which a refusal would not undo.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void admitAnswer(String userId) {
        entities.createNativeQuery("select 1 from pg_advisory_xact_lock(hashtextextended(:user, 1))", Integer.class)
                .setParameter("user", userId)
                .getSingleResult();
        var running = (Number) entities.createNativeQuery(
                        "select count(*) from answer where user_id = :user and state = 'running'", Long.class)
                .setParameter("user", userId)
                .getSingleResult();
        if (running.intValue() >= config.userSimultaneousAnswers) {
            throw Problem.temporary(
                    Problem.Kind.RATE_LIMITED, RETRY_AFTER, "problem.answers-at-once", config.userSimultaneousAnswers);
        }
    }
}
