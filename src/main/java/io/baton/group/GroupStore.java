package io.baton.group;

import io.baton.audit.Action;
import io.baton.audit.AuditLog;
import io.baton.budget.Budget;
import io.baton.budget.BudgetStore;
import io.baton.http.Version;
import io.baton.platform.NativeSql;
import io.baton.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** The groups in PostgreSQL, with their budgets. Changes wait for each other, so that none is lost. */
@ApplicationScoped
@Transactional
public class GroupStore {
    private static final int MOST_GROUPS = 500;

    @PersistenceContext
    EntityManager entities;

    @Inject
    BudgetStore budgets;

    @Inject
    AuditLog audit;

    @Inject
    Clock clock;

    /** A group with its budget; null: it has none. */
    public record Stored(Group group, Budget budget) {
        Version version() {
            return Version.of(group, budget);
        }
    }

    public List<Group> all() {
        return entities.createQuery("from GroupEntity g", GroupEntity.class).getResultList().stream()
                .map(GroupEntity::group)
                .sorted(Group.ORDER)
                .toList();
    }

    public Stored withBudget(Group group) {
        return new Stored(group, budgets.of(group.payer()).orElse(null));
    }

    /** @throws Problem 404 */
    public Stored find(int id) {
        return group(id).map(this::withBudget).orElseThrow(() -> Problem.notFound("group", id));
    }

    private Optional<Group> group(int id) {
        return Optional.ofNullable(entities.find(GroupEntity.class, id)).map(GroupEntity::group);
    }

    /** @param values the group, given its id */
    public Stored create(IntFunction<Stored> values, String by) {
        lock();
        if (all().size() >= MOST_GROUPS) {
            throw Problem.badField("name", "problem.groups-at-most", MOST_GROUPS);
        }
        var draft = values.apply(0);
        requireUnusedName(draft.group());
        var id = NativeSql.query(entities, """
                        insert into user_group (name, priority, models, requests_per_minute, simultaneous_answers,
                          updated_at, updated_by)
                        values (:name, :priority, cast(:models as varchar[]), cast(:requests as integer),
                          cast(:answers as integer), :now, :by) returning id
                        """, Integer.class)
                .setParameter("name", draft.group().name())
                .setParameter("priority", draft.group().priority())
                .setParameter("models", models(draft.group()))
                .setParameter("requests", draft.group().limits().requestsPerMinute())
                .setParameter("answers", draft.group().limits().simultaneousAnswers())
                .setParameter("now", clock.instant())
                .setParameter("by", by)
                .getSingleResult();
        var created = values.apply(id);
        setBudget(created, by);
        audit.record(Action.GROUP_SET, subject(id), null, created.group());
        return created;
    }

    /** @throws Problem 404; 409 if it is not the version that the caller has read */
    public Stored change(Stored changed, String ifMatch, String by) {
        lock();
        var before = find(changed.group().id());
        Version.check(ifMatch, before.version());
        var group = changed.group();
        requireUnusedName(group);
        entities.createNativeQuery("""
                        update user_group set name = :name, priority = :priority, models = cast(:models as varchar[]),
                          requests_per_minute = cast(:requests as integer), simultaneous_answers = cast(:answers as integer),
                          changes = changes + 1, updated_at = :now, updated_by = :by
                        where id = :id
                        """)
                .setParameter("name", group.name())
                .setParameter("priority", group.priority())
                .setParameter("models", models(group))
                .setParameter("requests", group.limits().requestsPerMinute())
                .setParameter("answers", group.limits().simultaneousAnswers())
                .setParameter("now", clock.instant())
                .setParameter("by", by)
                .setParameter("id", group.id())
                .executeUpdate();
        setBudget(changed, by);
        audit.record(Action.GROUP_SET, subject(group.id()), before.group(), group);
        return changed;
    }

    /** With its members and its budget. What it has paid stays in the books. */
    public void delete(int id, String ifMatch) {
        lock();
        var before = find(id);
        Version.check(ifMatch, before.version());
        entities.createNativeQuery("delete from user_group where id = :id")
                .setParameter("id", id)
                .executeUpdate();
        budgets.remove(before.group().payer(), clock.instant());
        audit.record(Action.GROUP_REMOVED, subject(id), before.group(), null);
    }

    private void setBudget(Stored stored, String by) {
        var payer = stored.group().payer();
        var before = budgets.of(payer);
        if (stored.budget() != null && !before.equals(Optional.of(stored.budget()))) {
            budgets.set(stored.budget(), by, clock.instant());
        } else if (stored.budget() == null && before.isPresent()) {
            budgets.remove(payer, clock.instant());
        }
    }

    private void requireUnusedName(Group group) {
        if (all().stream()
                .anyMatch(other -> other.id() != group.id() && other.name().equals(group.name()))) {
            throw Problem.badField("name", "problem.group-name-used", group.name());
        }
    }

    private void lock() {
        NativeSql.lock(entities, "groups");
    }

    private static String[] models(Group group) {
        var ids = group.models().ids();
        return ids == null ? null : ids.stream().sorted().toArray(String[]::new);
    }

    static String subject(int id) {
        return "group:" + id;
    }

    /** Changes whenever a group or its members do: without it nodes would have to read everything every second. */
    public String fingerprint() {
        return NativeSql.query(entities, """
                        select count(*) || '/' || coalesce(max(id), 0) || '/' || coalesce(sum(changes), 0) from user_group
                        """, String.class).getSingleResult();
    }
}
