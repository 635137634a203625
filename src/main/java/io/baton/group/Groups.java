package io.baton.group;

import io.baton.entitlement.Entitlement;
import io.baton.entitlement.EntitlementSource;
import io.baton.limits.LimitsConfig;
import io.baton.limits.OwnLimits;
import io.baton.model.AllowedModels;
import io.baton.platform.Schedule;
import io.baton.platform.TaskScheduler;
import io.baton.security.Caller;
import io.baton.token.GroupMapping;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/**
 * Who is in which group, in memory. Each node looks every second whether anything has changed, so a change holds everywhere within two
 * seconds, no request waits for it, and Redis is not needed. While PostgreSQL is away, the last groups that were read count.
 */
@ApplicationScoped
public class Groups implements EntitlementSource {
    private static final Schedule REFRESH = Schedule.every(Duration.ofSeconds(1));

    @Inject
    GroupStore store;

    @Inject
    GroupMembers members;

    @Inject
    GroupMapping mapping;

    @Inject
    TaskScheduler tasks;

    @Inject
    @ConfigProperties
    LimitsConfig limits;

    /** @param all in their order */
    private record Known(String fingerprint, List<Group> all, Map<String, Set<Integer>> byUser) {}

    private volatile Known known = new Known("", List.of(), Map.of());

    void begin(@Observes @Priority(4) Startup startup) {
        refresh();
        tasks.start("groups", REFRESH, this::refresh);
    }

    /** Reads what has changed. */
    synchronized void refresh() {
        var fingerprint = store.fingerprint();
        if (!fingerprint.equals(known.fingerprint())) {
            known = new Known(fingerprint, store.all(), members.groupsByUser());
            var ids = new LinkedHashMap<String, Integer>();
            known.all().forEach(group -> ids.put(group.name(), group.id()));
            mapping.replace(ids);
        }
    }

    /** The groups that a caller is in by token or by an admin, in their order: the first pays. */
    List<Group> of(Caller caller) {
        var now = known;
        if (now.all().isEmpty()) {
            return List.of();
        }
        var ids = new HashSet<>(caller.groups());
        ids.addAll(now.byUser().getOrDefault(caller.userId(), Set.of()));
        var own = now.all().stream()
                .filter(group -> ids.contains(group.id()) && !group.name().equals(Group.OTHERS))
                .toList();
        return own.isEmpty()
                ? now.all().stream()
                        .filter(group -> group.name().equals(Group.OTHERS))
                        .toList()
                : own;
    }

    @Override
    public Entitlement apply(Caller caller, Entitlement before) {
        var own = of(caller);
        return own.isEmpty() ? before : apply(own, before);
    }

    /** Of several groups each allows its models, the highest limits apply, and the first pays. */
    private Entitlement apply(List<Group> own, Entitlement before) {
        var models = own.stream().map(Group::models).reduce(AllowedModels::or).orElseThrow();
        var payers = new ArrayList<>(before.payers());
        payers.add(own.getFirst().payer());
        return new Entitlement(
                before.userId(),
                before.models().and(models),
                highest(own).with(before.limits().key()),
                own.getFirst().id(),
                payers);
    }

    private OwnLimits highest(List<Group> own) {
        return new OwnLimits(
                highest(own, OwnLimits::requestsPerMinute, limits.userRequestsPerMinute),
                highest(own, OwnLimits::simultaneousAnswers, limits.userSimultaneousAnswers));
    }

    /** Null: as configured, which is what each group means that has no limit. */
    private static Integer highest(List<Group> own, Function<OwnLimits, Integer> limit, int configured) {
        var set = own.stream().map(Group::limits).map(limit).toList();
        return set.stream().allMatch(each -> each == null)
                ? null
                : Stream.concat(Stream.of(0), set.stream().map(each -> each == null ? configured : each))
                        .max(Integer::compare)
                        .orElseThrow();
    }
}
