package io.baton.audit;

import io.baton.cluster.Node;
import io.baton.platform.Ids;
import io.baton.platform.SqlPipeline;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;

/**
 * Appends to the record of who did what. Call it where the act is stored, in the same transaction: if either fails, neither is
 * stored. Who acts, how they proved it and from where is taken from the current request.
 */
@ApplicationScoped
public class AuditLog {
    @PersistenceContext
    EntityManager entities;

    @Inject
    CurrentRequest request;

    @Inject
    MentionedUsers users;

    @Inject
    Node node;

    /**
     * Records an act of the caller of the current request; outside of a request, an act of Baton itself.
     *
     * @param subject what the act is about, as {@code model:gpt-4}, {@code user:} and a user's id; null: nothing in particular
     * @param before  what it was: a record, a map or JSON, without secrets and without names of persons; users are named by their ids.
     *                Null: nothing
     * @param after   what it has become, likewise
     */
    @Transactional
    public void record(Action action, String subject, Object before, Object after) {
        append(request.origin(), action, subject, before, after);
    }

    @Transactional
    public void append(Origin origin, Action action, String subject, Object before, Object after) {
        var old = Values.text(before);
        var now = Values.text(after);
        var mentions = users.in(subject, old, now);
        var sql = new SqlPipeline();
        if (origin.isPerson()) {
            sql.add("""
                    insert into audit_person (id, user_id, name, address) values (?, ?, ?, ?)
                    on conflict (user_id, name, address) do nothing
                    """, Ids.next(), origin.userId(), origin.name(), origin.address());
        }
        sql.add(
                """
                insert into audit_record
                  (actor, proof, credential, action, subject, old_value, new_value, node, trace_id)
                values ((select id from audit_person where user_id = ? and name = ? and address = ?),
                  ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                origin.userId(),
                origin.name(),
                origin.address(),
                origin.proof(),
                origin.credential(),
                action.code(),
                mentions.hidden(subject),
                mentions.hidden(old),
                mentions.hidden(now),
                node.id(),
                origin.traceId());
        sql.run(entities);
    }
}
