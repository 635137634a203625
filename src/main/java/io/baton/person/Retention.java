package io.baton.person;

import io.baton.platform.Schedule;
import io.baton.platform.TaskScheduler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/** Deletes conversations and answers that have been kept long enough, some per transaction. A conversation whose answer runs is not. */
@ApplicationScoped
class Retention {
    private static final Duration PERIOD = Duration.ofHours(1);
    private static final int STEP = 100;
    private static final String CONVERSATIONS = """
            delete from conversation where id in (
              select id from conversation c where updated_at < :cutoff
                and not exists (select from answer a where a.conversation_id = c.id and a.state in ('running', 'stopping'))
              order by updated_at limit :most for update skip locked)
            """;
    private static final String ANSWERS = """
            delete from answer where id in (
              select id from answer where conversation_id is null and ended_at < :cutoff
              order by ended_at limit :most for update skip locked)
            """;

    @PersistenceContext
    EntityManager entities;

    @Inject
    @ConfigProperties
    RetentionConfig config;

    @Inject
    TaskScheduler tasks;

    @Inject
    Clock clock;

    @Inject
    Retention self;

    void begin(@Observes @Priority(5) Startup startup) {
        if (config.conversations.isPresent() || config.answers.isPresent()) {
            tasks.start("retention", Schedule.every(PERIOD).withEndlessRuns(), this::run);
        }
    }

    private void run() {
        config.conversations.ifPresent(kept -> deleteAll(CONVERSATIONS, kept));
        config.answers.ifPresent(kept -> deleteAll(ANSWERS, kept));
    }

    private void deleteAll(String sql, Duration kept) {
        var cutoff = clock.instant().minus(kept);
        while (self.delete(sql, cutoff) == STEP) {
            // the next step is a transaction of its own
        }
    }

    int deleteConversations(Instant cutoff) {
        return self.delete(CONVERSATIONS, cutoff);
    }

    int deleteAnswers(Instant cutoff) {
        return self.delete(ANSWERS, cutoff);
    }

    @Transactional
    public int delete(String sql, Instant cutoff) {
        return entities.createNativeQuery(sql)
                .setParameter("cutoff", cutoff)
                .setParameter("most", STEP)
                .executeUpdate();
    }
}
