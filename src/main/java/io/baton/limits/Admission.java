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

/** Lets a user's question or answer in, or refuses it with a {@link Problem} that says when to come again. */
@ApplicationScoped
public class Admission {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration AN_ANSWERS_TIME = Duration.ofSeconds(5);

    @Inject
    SlidingWindows windows;

    @Inject
    @ConfigProperties
    LimitsConfig config;

    @PersistenceContext
    EntityManager entities;

    /** Counts a new question, or another try at one whose answer failed. */
    public void admitQuestion(String userId) {
        var window = new Window("user:" + userId, config.userRequestsPerMinute, MINUTE);
        var wait = windows.take(window);
        if (!wait.isZero()) {
            throw Problem.later(
                    Problem.Kind.RATE_LIMITED, wait, "problem.questions-a-minute", config.userRequestsPerMinute);
        }
    }

    /**
     * Makes sure that the user may have one more answer, which this transaction goes on to store; exact over all nodes,
     * because the user's turn is held until it ends. So it comes late, for a user's answers wait for each other; but before
     * a request is counted at a provider, which a refusal would leave counted.
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
            throw Problem.later(
                    Problem.Kind.RATE_LIMITED,
                    AN_ANSWERS_TIME,
                    "problem.answers-at-once",
                    config.userSimultaneousAnswers);
        }
    }
}
