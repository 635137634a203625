package io.baton.budget;

import io.baton.platform.NativeSql;
import io.baton.platform.Pool;
import io.baton.platform.Pooled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperties;

/** How far budgets are used up: the site's, those of groups, and those of users with one of their own. The default's users are left out: they are many. */
@ApplicationScoped
@Transactional
@Pooled(Pool.SETTLEMENT)
public class BudgetWatch {
    private static final int MOST = 100;
    /** Each costs a projection a few queries. */
    private static final int MOST_PROJECTED = 20;

    @PersistenceContext
    EntityManager entities;

    @Inject
    @ConfigProperties
    BudgetConfig config;

    /** @param percent spent of the limit */
    public record Used(String owner, String period, BigDecimal percent) {}

    /** A limit for the months of a zone, in dollars. */
    public record Monthly(String owner, BigDecimal dollars, ZoneId zone) {}

    private record Row(String owner, BigDecimal dollars, String timeZone) {}

    /** The open accounts of the current day and month, most used first. */
    public List<Used> used(Instant now) {
        return NativeSql.query(entities, """
                        select a.owner, a.period, a.spent * 100 / a.limit_amount
                        from budget_account a join budget b on b.owner = a.owner
                        where a.begins_at <= :now and a.ends_at > :now and a.limit_amount > 0
                          and coalesce(substring(a.period from '\\[(.+)\\]'), 'UTC') = coalesce(b.time_zone, :zone)
                        order by 3 desc limit :most
                        """, Used.class)
                .setParameter("now", now)
                .setParameter("zone", config.zone.getId())
                .setParameter("most", MOST)
                .getResultList();
    }

    /** The site's, and the largest of others. */
    public List<Monthly> monthly() {
        return NativeSql.query(entities, """
                        select owner, month_limit, time_zone from budget where owner <> 'default' and month_limit > 0
                        order by owner = 'site' desc, month_limit desc limit :most
                        """, Row.class).setParameter("most", MOST_PROJECTED).getResultList().stream()
                .map(row -> new Monthly(
                        row.owner(),
                        row.dollars(),
                        Optional.ofNullable(BudgetEntity.zone(row.timeZone())).orElse(config.zone)))
                .toList();
    }
}
