package io.baton.alert.state;

import io.baton.audit.Action;
import io.baton.audit.AuditLog;
import io.baton.http.Version;
import io.baton.platform.NativeSql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The limits of the rules: what admins have set, and otherwise the shipped ones. */
@ApplicationScoped
@Transactional
public class RuleStore {
    @PersistenceContext
    EntityManager entities;

    @Inject
    Clock clock;

    @Inject
    AuditLog audit;

    /** Of every rule. A row of a rule that this version does not know is ignored. */
    public Map<AlertRule, RuleLimits> all() {
        var limits = new EnumMap<AlertRule, RuleLimits>(
                Arrays.stream(AlertRule.values()).collect(Collectors.toMap(Function.identity(), AlertRule::shipped)));
        entities.createQuery("from RuleEntity r", RuleEntity.class)
                .getResultList()
                .forEach(row -> AlertRule.of(row.rule).ifPresent(rule -> limits.put(rule, row.limits())));
        return limits;
    }

    /** @param ifMatch the {@link Version} that the admin has read; null: any */
    public void set(AlertRule rule, RuleLimits limits, String by, String ifMatch) {
        audit.record(Action.ALERT_RULE_SET, "rule:" + rule.code(), locked(rule, ifMatch), limits);
        entities.createNativeQuery("""
                        insert into alert_rule
                          (rule, enabled, limit_value, worse_value, least_volume, in_a_row, updated_at, updated_by)
                        values (:rule, :enabled, :limit, :worse, :volume, :row, :now, :by)
                        on conflict (rule) do update set enabled = excluded.enabled, limit_value = excluded.limit_value,
                          worse_value = excluded.worse_value, least_volume = excluded.least_volume,
                          in_a_row = excluded.in_a_row, updated_at = excluded.updated_at, updated_by = excluded.updated_by
                        """)
                .setParameter("rule", rule.code())
                .setParameter("enabled", limits.enabled())
                .setParameter("limit", limits.limit())
                .setParameter("worse", limits.worse())
                .setParameter("volume", limits.leastVolume())
                .setParameter("row", limits.inARow())
                .setParameter("now", clock.instant())
                .setParameter("by", by)
                .executeUpdate();
    }

    /** As shipped again. */
    public void reset(AlertRule rule, String ifMatch) {
        audit.record(Action.ALERT_RULE_RESET, "rule:" + rule.code(), locked(rule, ifMatch), rule.shipped());
        entities.createNativeQuery("delete from alert_rule where rule = :rule")
                .setParameter("rule", rule.code())
                .executeUpdate();
    }

    private RuleLimits locked(AlertRule rule, String ifMatch) {
        NativeSql.lock(entities, "rule:" + rule.code());
        var limits = all().get(rule);
        Version.check(ifMatch, Version.of(limits));
        return limits;
    }
}
