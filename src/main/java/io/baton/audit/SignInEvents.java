package io.baton.audit;

import io.baton.platform.DatabaseFailure;
import io.baton.platform.Schedule;
import io.baton.platform.TaskScheduler;
import io.baton.security.Identity;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Records who signs in and out. While PostgreSQL is away nobody is kept from it: events wait in memory, up to 10,000 of them, and say
 * when they happened once they are stored.
 */
@ApplicationScoped
public class SignInEvents {
    private static final Logger LOG = Logger.getLogger(SignInEvents.class.getName());
    private static final Duration PERIOD = Duration.ofSeconds(5);
    private static final int MOST_WAITING = 10_000;

    @Inject
    AuditLog log;

    @Inject
    CurrentRequest request;

    @Inject
    TaskScheduler tasks;

    @Inject
    Clock clock;

    private final ConcurrentLinkedDeque<Event> waiting = new ConcurrentLinkedDeque<>();
    private final AtomicInteger size = new AtomicInteger();

    private record Event(Origin origin, Action action, HashMap<String, Object> details, Instant at) {
        String subject() {
            return "user:" + origin.userId();
        }
    }

    void begin(@Observes @Priority(4) Startup startup) {
        tasks.start("sign-in-events", Schedule.every(PERIOD), this::storeWaiting);
    }

    /** @param proof how they proved who they are: a short word in lower case, as {@code password} */
    public void signedIn(Identity identity, String proof) {
        record(Action.SIGN_IN, of(identity, proof), null);
    }

    /** A session began with a token of an external issuer. */
    public void exchanged(Identity identity) {
        record(Action.TOKEN_EXCHANGED, of(identity, "external-bearer"), null);
    }

    public void signedOut(Identity identity) {
        record(Action.SIGN_OUT, of(identity, "session"), null);
    }

    /**
     * @param userId whose attempt it would have been; may be nobody's
     * @param reason a fixed word, as {@code wrong-password}
     */
    public void failed(String userId, String proof, String reason) {
        record(Action.SIGN_IN_FAILED, request.origin().of(userId, "", proof), reason);
    }

    /** Too many attempts. Call it once per time of waiting, so that guessing does not fill the table. */
    public void locked(String userId, String proof, String reason) {
        record(Action.SIGN_IN_LOCKED, request.origin().of(userId, "", proof), reason);
    }

    private Origin of(Identity identity, String proof) {
        var caller = identity.caller();
        return request.origin()
                .of(caller.userId(), caller.displayName(), proof)
                .with(identity.session().map(Object::toString).orElse(null));
    }

    private void record(Action action, Origin origin, String reason) {
        var details = new HashMap<String, Object>();
        if (reason != null) {
            details.put("reason", reason);
        }
        var event = new Event(origin, action, details, clock.instant());
        if (!waiting.isEmpty() || !store(event)) {
            keep(event);
        }
    }

    private void keep(Event event) {
        if (size.get() < MOST_WAITING) {
            size.incrementAndGet();
            event.details().put("happenedAt", event.at());
            waiting.add(event);
        } else {
            LOG.log(
                    Level.SEVERE,
                    "too many sign-in events wait for PostgreSQL: {0} is not recorded",
                    event.action().code());
        }
    }

    private void storeWaiting() {
        for (var event = waiting.peek(); event != null && store(event); event = waiting.peek()) {
            waiting.remove(event);
            size.decrementAndGet();
        }
    }

    /** False: it must be tried again. */
    private boolean store(Event event) {
        try {
            log.append(event.origin(), event.action(), event.subject(), null, event.details());
            return true;
        } catch (RuntimeException failed) {
            if (DatabaseFailure.isTransient(failed)) {
                return false;
            }
            DatabaseFailure.log(LOG, Level.SEVERE, "the event " + event.action().code() + " is not recorded", failed);
            return true;
        }
    }
}
