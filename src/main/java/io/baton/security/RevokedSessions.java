package io.baton.security;

import io.baton.platform.Ids;
import io.baton.platform.Schedule;
import io.baton.platform.TaskScheduler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The sessions whose tokens are not believed any more although they have not expired. They are in PostgreSQL, since a sign-out
 * must not be lost with Redis; each node keeps all of them in memory and looks every second for what others have ended, so that
 * no request waits for it. With PostgreSQL away a sign-out holds on its node, and is stored once PostgreSQL is back.
 */
@ApplicationScoped
public class RevokedSessions {
    private static final Logger LOG = Logger.getLogger(RevokedSessions.class.getName());
    private static final Schedule LOOK = Schedule.every(Duration.ofSeconds(1));
    private static final Schedule CLEAN = Schedule.every(Duration.ofMinutes(10));

    /** A row may be seen this long after it got its time: its transaction had not ended before. */
    private static final Duration OVERLAP = Duration.ofMinutes(1);

    /** More than any token lasts: see the bounds of {@code baton.session-lifetime}. */
    private static final Duration LONGEST = Duration.ofDays(91);

    private static final int MOST_UNSTORED = 10_000;

    /** For which a token is believed after its end, and more. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    @Inject
    SecurityConfig config;

    @Inject
    RevocationTable rows;

    @Inject
    TaskScheduler tasks;

    @Inject
    Clock clock;

    private final Map<String, Revocation> ended = new ConcurrentHashMap<>();
    private final Map<String, Revocation> unstored = new ConcurrentHashMap<>();
    private long lookedAt = System.nanoTime() - LONGEST.toNanos();

    void begin(@Observes @Priority(4) Startup startup) {
        look();
        tasks.start("ended-sessions", LOOK, this::look);
        tasks.start("ended-sessions-cleaning", CLEAN, this::clean);
    }

    /** Whether a token of the session is not to be believed; null: one from before there were sessions. */
    boolean isOver(String userId, UUID session, Instant began) {
        var all = Optional.ofNullable(ended.get(userId));
        return session != null && ended.containsKey(session.toString())
                || all.filter(each -> !began.isAfter(each.until())).isPresent();
    }

    /**
     * Ends one session: everywhere within a second or two, here at once.
     *
     * @param expiresAt of a token of it; others may last longer, though not beyond a session's lifetime
     */
    public void end(UUID session, Instant expiresAt) {
        var lifetime = Ids.madeAt(session).plus(config.sessionLifetime);
        var last = lifetime.isAfter(expiresAt) ? lifetime : expiresAt;
        end(new Revocation(session.toString(), clock.instant(), last.plus(SKEW)));
    }

    /** Ends all sessions of a user that have begun by now. */
    public void endAllOf(String userId) {
        var now = clock.instant();
        end(new Revocation(userId, now, now.plus(LONGEST)));
    }

    private void end(Revocation session) {
        note(session);
        try {
            rows.store(session);
        } catch (RuntimeException away) {
            if (unstored.size() < MOST_UNSTORED) {
                unstored.put(session.subject(), session);
            }
            LOG.log(Level.WARNING, "a sign-out holds on this node only until PostgreSQL is back");
        }
    }

    private void note(Revocation session) {
        ended.merge(session.subject(), session, (one, other) -> one.until().isAfter(other.until()) ? one : other);
    }

    void look() {
        unstored.forEach((subject, session) -> {
            rows.store(session);
            unstored.remove(subject, session);
        });
        var began = System.nanoTime();
        rows.storedWithin(OVERLAP.plusNanos(began - lookedAt)).forEach(this::note);
        lookedAt = began;
    }

    void clean() {
        var now = clock.instant();
        ended.values().removeIf(session -> session.expiresAt().isBefore(now));
        rows.removeExpired();
    }
}
