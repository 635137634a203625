package io.baton.limits;

import io.baton.platform.Problem;
import io.baton.platform.SlidingWindows;
import io.baton.platform.SlidingWindows.Window;
import io.baton.platform.SqlPipeline;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/** Admits a user's question or answer, or refuses it with a {@link Problem} that says when to retry. */
@ApplicationScoped
public class UserLimits {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private static final String RUNNING =
            "select count(*) from answer where user_id = ? and state = 'running' and id is distinct from cast(? as uuid)";

    private static final String RUNNING_OF_KEY = """
            select count(*) from answer
            where user_id = ? and state = 'running' and api_key_id = ? and id is distinct from cast(? as uuid)
            """;

    @Inject
    SlidingWindows windows;

    @Inject
    @ConfigProperties
    LimitsConfig config;

    @PersistenceContext
    EntityManager entities;

    private final Set<String> admittedNone = ConcurrentHashMap.newKeySet();

    /** Counts a new question, or a retry of one whose answer failed. */
    public void admitQuestion(String userId, OwnLimits own) {
        var key = own.key();
        if (key != null && key.requestsPerMinute() != null) {
            take(new Window("key:" + key.key(), key.requestsPerMinute(), MINUTE), "problem.questions-a-minute-by-key");
        }
        take(new Window("user:" + userId, own.requestsPerMinute(config), MINUTE), "problem.questions-a-minute");
    }

    private void take(Window window, String refusal) {
        var wait = windows.take(window);
        if (!wait.isZero()) {
            throw Problem.temporary(Problem.Kind.RATE_LIMITED, wait, refusal, window.limit());
        }
    }

    /** Refuses an answer if the user, or the key, has enough running ones now. {@link #admitAnswer} checks again, exactly. */
    public void checkAnswer(String userId, OwnLimits own) {
        var sql = new SqlPipeline().query(RUNNING, row -> refuseAt(row.getInt(1), own), userId, null);
        checkKey(sql, userId, own.key(), null);
        sql.run(entities);
    }

    /**
     * Checks that the user may have another answer, which was inserted before. Exact across all nodes, because the transaction holds
     * a lock per user. Answers of one user wait for this lock, so it is taken as late as possible.
     */
    public void admitAnswer(SqlPipeline sql, String userId, OwnLimits own, UUID answer) {
        sql.add("select 1 from pg_advisory_xact_lock(hashtextextended(?, 1))", userId)
                .query(
                        RUNNING,
                        row -> refuseAt(admittedNone.contains(userId) ? Integer.MAX_VALUE : row.getInt(1), own),
                        userId,
                        answer);
        checkKey(sql, userId, own.key(), answer);
    }

    /** A key has one user, so the user's lock makes this exact too. */
    private static void checkKey(SqlPipeline sql, String userId, KeyLimits key, UUID answer) {
        if (key != null && key.simultaneousAnswers() != null) {
            sql.query(
                    RUNNING_OF_KEY,
                    row -> refuseAt(row.getInt(1), key.simultaneousAnswers(), "problem.answers-at-once-by-key"),
                    userId,
                    key.key(),
                    answer);
        }
    }

    /** Refuses all answers of a user, at the last check. */
    public void admitNone(String userId) {
        admittedNone.add(userId);
    }

    /** Ends {@link #admitNone}. */
    public void admitAgain(String userId) {
        admittedNone.remove(userId);
    }

    private void refuseAt(int running, OwnLimits own) {
        refuseAt(running, own.simultaneousAnswers(config), "problem.answers-at-once");
    }

    private static void refuseAt(int running, int most, String refusal) {
        if (running >= most) {
            throw Problem.temporary(Problem.Kind.RATE_LIMITED, RETRY_AFTER, refusal, most);
        }
    }
}
