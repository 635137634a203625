package io.baton.person;

import io.baton.platform.NativeSql;
import io.baton.statistics.RollUp;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The rows of a person in all tables. Each method is one bounded transaction, and changes nothing when it is repeated; it returns how
 * much there was to do, zero when nothing is left.
 */
@ApplicationScoped
@Transactional
class PersonalData {
    private static final int CONVERSATIONS = 20;
    private static final int ANSWERS = 200;

    /**
     * By the names of columns, so that new tables are included: {@code user_id} is whose row it is, {@code …_by} who has set something. Those
     * that have a step of their own are not among them.
     */
    private static final String COLUMNS = """
            select c.table_name || '.' || c.column_name
            from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
            where c.table_schema = current_schema() and t.table_type = 'BASE TABLE'
              and c.data_type in ('character varying', 'text') and c.column_name similar to :names
              and c.table_name !~ '^(attempt|flyway)_'
              and c.table_name not in ('conversation', 'answer', 'attempt', 'usage_quarter_hour', 'hold', 'audit_person',
                'erasure')
            order by 1
            """;

    private static final String OWN = "user_id";
    private static final String NAMED = "%\\_by|by\\_user";

    private static final List<String> SUBJECTS =
            List.of("alert.subject", "alert_silence.subject", "alert_reading.subject");
    private static final List<String> DELETED = List.of("budget.owner", "budget_account.owner", "budget_mark.owner");

    @PersistenceContext
    EntityManager entities;

    @Inject
    RollUp rollUp;

    /** Asks answers that are running to stop. */
    public List<UUID> stopAnswers(String userId) {
        return NativeSql.query(entities, """
                        update answer set state = 'stopping' where user_id = :user and state = 'running' returning id
                        """, UUID.class)
                .setParameter("user", userId)
                .getResultList();
    }

    /** How many answers have not ended. */
    public long unfinishedAnswers(String userId) {
        return NativeSql.query(entities, """
                        select count(*) from answer where user_id = :user and state in ('running', 'stopping')
                        """, Long.class)
                .setParameter("user", userId)
                .getSingleResult();
    }

    /** With their messages. */
    public int deleteConversations(String userId) {
        return entities.createNativeQuery("""
                        delete from conversation where id in (
                          select id from conversation where user_id = :user order by id limit :most for update)
                        """)
                .setParameter("user", userId)
                .setParameter("most", CONVERSATIONS)
                .executeUpdate();
    }

    /** Some answers that have ended. Their logs are deleted before their rows, since only these name the logs. */
    public List<UUID> endedAnswers(String userId) {
        return NativeSql.query(entities, """
                        select id from answer where user_id = :user and state not in ('running', 'stopping') order by id limit :most
                        """, UUID.class)
                .setParameter("user", userId)
                .setParameter("most", ANSWERS)
                .getResultList();
    }

    public int deleteAnswers(List<UUID> answers) {
        return entities.createNativeQuery("delete from answer where id = any(:ids)")
                .setParameter("ids", answers.toArray(UUID[]::new))
                .executeUpdate();
    }

    /** A day of the books gets the pseudonym, in the ledger and in the roll-up at once, so that they always agree. */
    public int renameBooks(String userId, String pseudonym) {
        return rollUp.rename(userId, pseudonym);
    }

    /** Everything that is small. */
    public int renameOrDeleteTheRest(String userId, String pseudonym) {
        var changed = 0;
        for (var column : columns(OWN, DELETED)) {
            changed += change("delete from %1$s where %2$s = :user", column, userId);
        }
        for (var column : columns(NAMED, List.of())) {
            changed += change("update %1$s set %2$s = '" + pseudonym + "' where %2$s = :user", column, userId);
        }
        for (var column : SUBJECTS) {
            changed += change(
                    "update %1$s set %2$s = 'user:" + pseudonym + "' where %2$s = 'user:' || :user", column, userId);
        }
        return changed
                + change(
                        "update %1$s set %2$s = replace(%2$s, :user, '" + pseudonym
                                + "') where position(:user in %2$s) > 0",
                        "alert_delivery.message",
                        userId);
    }

    private List<String> columns(String names, List<String> others) {
        var named = NativeSql.query(entities, COLUMNS, String.class)
                .setParameter("names", names)
                .getResultStream();
        return Stream.concat(named, others.stream()).toList();
    }

    private int change(String sql, String column, String userId) {
        var parts = column.split("\\.");
        return entities.createNativeQuery(sql.formatted(parts[0], parts[1]))
                .setParameter("user", userId)
                .executeUpdate();
    }

    /**
     * Empties the person in the audit and finishes the erasure, unless something has appeared meanwhile: then zero, and all begins anew.
     * Whatever the person does afterwards is a new person's.
     */
    public int finish(Erasures.Erasure erasure) {
        NativeSql.query(entities, "select audit_erase(:user)", Integer.class)
                .setParameter("user", erasure.userId())
                .getSingleResult();
        return entities.createNativeQuery("""
                        update erasure set user_id = null, busy_until = null, finished_at = clock_timestamp()
                        where id = :id and finished_at is null
                          and not exists (select from conversation where user_id = :user)
                          and not exists (select from answer where user_id = :user)
                          and not exists (select from hold where user_id = :user)
                          and not exists (select from attempt where user_id = :user)
                          and not exists (select from usage_quarter_hour where user_id = :user)
                        """)
                .setParameter("id", erasure.id())
                .setParameter("user", erasure.userId())
                .executeUpdate();
    }
}
