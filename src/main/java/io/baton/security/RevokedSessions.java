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
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * The sessions that were revoked before their tokens expired. They are stored in PostgreSQL, because a sign-out must not be lost with
 * Redis. Each node keeps all of them in memory and reads new ones every second, so that no request waits for the database. While
 * PostgreSQL is away, a sign-out is effective on its node only, and is stored when PostgreSQL is back.
 */
@ApplicationScoped
public class RevokedSessions {
    private static final Logger LOG = Logger.getLogger(RevokedSessions.class.getName());
    private static final Schedule REFRESH = Schedule.every(Duration.ofSeconds(1));
    private static final Schedule CLEAN_UP = Schedule.every(Duration.ofMinutes(10));

    /** A row may become visible this long after its time of storing, when its transaction commits. */
    private static final Duration OVERLAP = Duration.ofMinutes(1);

    /** Longer than any token is valid: see the bounds of {@code baton.session-lifetime}. */
    private static final Duration LONGEST_LIFETIME = Duration.ofDays(91);

    private static final int MAX_UNSTORED = 10_000;

    /** More than the clock skew with which tokens are verified. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    @Inject
    SecurityConfig config;

    @Inject
    RevocationTable rows;

    @Inject
    TaskScheduler tasks;

    @Inject
    Clock clock;

    private final Map<String, Revocation> revoked = new ConcurrentHashMap<>();
    private final Map<String, Revocation> unstored = new ConcurrentHashMap<>();
    private long refreshedAt = System.nanoTime() - LONGEST_LIFETIME.toNanos();

    void begin(@Observes @Priority(4) Startup startup) {
        refresh();
        tasks.start("ended-sessions", REFRESH, this::refresh);
        tasks.start("ended-sessions-cleaning", CLEAN_UP, this::removeExpired);
    }

    /** Whether a token of the session was revoked; {@code session} is null in tokens from before there were sessions. */
    boolean isRevoked(String userId, UUID session, Instant began) {
        return session != null && revoked.containsKey(session.toString())
                || Stream.of(userId, erased(userId))
                        .map(revoked::get)
                        .anyMatch(all -> all != null && !began.isAfter(all.until()));
    }

    boolean isRevoked(ProviderSession session) {
        return revoked.containsKey(session.id());
    }

    /**
     * Revokes one session: on this node at once, on the others within two seconds.
     *
     * @param expiresAt of one of its tokens; others may be valid longer, but not beyond a session's lifetime
     */
    public void revoke(UUID session, Instant expiresAt) {
        var lifetime = Ids.madeAt(session).plus(config.sessionLifetime);
        var last = lifetime.isAfter(expiresAt) ? lifetime : expiresAt;
        revoke(new Revocation(session.toString(), clock.instant(), last.plus(SKEW)));
    }

    /** Revokes all sessions of a user that have begun by now. */
    public void revokeAllOf(String userId) {
        var now = clock.instant();
        revoke(new Revocation(userId, now, now.plus(LONGEST_LIFETIME)));
    }

    /** Revokes all sessions that were begun with this one, and any that will be: the provider begins another one with another id. */
    public void revoke(ProviderSession session) {
        var now = clock.instant();
        revoke(new Revocation(session.id(), now, now.plus(LONGEST_LIFETIME)));
    }

    /** The same for a user of whom nothing must be stored: it is remembered under a digest of the id, until all tokens have expired. */
    public void revokeErased(String userId) {
        var now = clock.instant();
        revoke(new Revocation(erased(userId), now, now.plus(LONGEST_LIFETIME)));
        rows.remove(userId);
    }

    private static String erased(String userId) {
        return Caller.userIdOf("erased", userId);
    }

    private void revoke(Revocation session) {
        add(session);
        try {
            rows.store(session);
        } catch (RuntimeException away) {
            if (unstored.size() < MAX_UNSTORED) {
                unstored.put(session.subject(), session);
            }
            LOG.log(Level.WARNING, "a sign-out holds on this node only until PostgreSQL is back");
        }
    }

    private void add(Revocation session) {
        revoked.merge(session.subject(), session, (one, other) -> one.until().isAfter(other.until()) ? one : other);
    }

    void refresh() {
        unstored.forEach((subject, session) -> {
            rows.store(session);
            unstored.remove(subject, session);
        });
        var began = System.nanoTime();
        rows.storedWithin(OVERLAP.plusNanos(began - refreshedAt)).forEach(this::add);
        refreshedAt = began;
    }

    void removeExpired() {
        var now = clock.instant();
        revoked.values().removeIf(session -> session.expiresAt().isBefore(now));
        rows.removeExpired();
    }
}
