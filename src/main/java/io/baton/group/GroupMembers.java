package io.baton.group;

import io.baton.audit.Action;
import io.baton.audit.AuditLog;
import io.baton.http.Paging;
import io.baton.platform.NativeSql;
import io.baton.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The users whom admins have put into groups. */
@ApplicationScoped
@Transactional
public class GroupMembers {
    /** All are in the memory of each node. */
    private static final int MOST = 100_000;

    @PersistenceContext
    EntityManager entities;

    @Inject
    AuditLog audit;

    @Inject
    Clock clock;

    private record Row(int groupId, String userId) {}

    /** The ids of the groups of each user who is in any. */
    public Map<String, Set<Integer>> groupsByUser() {
        var groups = new HashMap<String, Set<Integer>>();
        NativeSql.query(entities, "select group_id, user_id from user_group_member", Row.class)
                .getResultList()
                .forEach(row -> groups.computeIfAbsent(row.userId(), user -> new HashSet<>(2))
                        .add(row.groupId()));
        return groups;
    }

    /** In the order of their ids. */
    public List<String> page(int group, Paging paging) {
        return entities.createQuery(
                        "select m.userId from GroupMemberEntity m where m.groupId = :group order by m.userId",
                        String.class)
                .setParameter("group", group)
                .setFirstResult(Math.multiplyExact(paging.page() - 1, paging.limit()))
                .setMaxResults(paging.limit())
                .getResultList();
    }

    public long count(int group) {
        return entities.createQuery("select count(*) from GroupMemberEntity m where m.groupId = :group", Long.class)
                .setParameter("group", group)
                .getSingleResult();
    }

    /** Does nothing if the user is in it. */
    public void add(int group, String userId, String by) {
        changed(group);
        var all = entities.createQuery("select count(*) from GroupMemberEntity m", Long.class)
                .getSingleResult();
        if (all >= MOST) {
            throw Problem.badField("userId", "problem.members-at-most", MOST);
        }
        var added = entities.createNativeQuery("""
                        insert into user_group_member (group_id, user_id, added_at, added_by)
                        values (:group, :user, :now, :by) on conflict do nothing
                        """)
                .setParameter("group", group)
                .setParameter("user", userId)
                .setParameter("now", clock.instant())
                .setParameter("by", by)
                .executeUpdate();
        if (added > 0) {
            audit.record(Action.GROUP_MEMBERS_SET, GroupStore.subject(group), null, membership(userId));
        }
    }

    /** Does nothing if the user is not in it. */
    public void remove(int group, String userId) {
        changed(group);
        var removed = entities.createNativeQuery(
                        "delete from user_group_member where group_id = :group and user_id = :user")
                .setParameter("group", group)
                .setParameter("user", userId)
                .executeUpdate();
        if (removed > 0) {
            audit.record(Action.GROUP_MEMBERS_SET, GroupStore.subject(group), membership(userId), null);
        }
    }

    private void changed(int group) {
        var found = entities.createNativeQuery("update user_group set changes = changes + 1 where id = :group")
                .setParameter("group", group)
                .executeUpdate();
        if (found == 0) {
            throw Problem.notFound("group", group);
        }
    }

    private static Map<String, Object> membership(String userId) {
        return Map.of("userId", userId);
    }
}
