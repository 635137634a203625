package io.baton.group;

import io.baton.budget.BudgetView;
import io.baton.group.GroupStore.Stored;
import java.util.List;

/**
 * A group as admins see it.
 *
 * @param models              that its members may ask; absent: all
 * @param requestsPerMinute   of each member; absent: as configured
 * @param simultaneousAnswers of each member; absent: as configured
 * @param budget              absent: it has none
 * @param version             for {@code If-Match}
 */
public record GroupView(
        int id,
        String name,
        int priority,
        List<String> models,
        Integer requestsPerMinute,
        Integer simultaneousAnswers,
        BudgetView budget,
        String version) {
    static GroupView of(Stored stored) {
        var group = stored.group();
        return new GroupView(
                group.id(),
                group.name(),
                group.priority(),
                models(group),
                group.limits().requestsPerMinute(),
                group.limits().simultaneousAnswers(),
                stored.budget() == null ? null : BudgetView.of(stored.budget()),
                stored.version().id());
    }

    /** Null: all. */
    static List<String> models(Group group) {
        var ids = group.models().ids();
        return ids == null ? null : ids.stream().sorted().toList();
    }
}
