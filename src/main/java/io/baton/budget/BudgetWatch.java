package io.baton.budget;

import io.baton.platform.NativeSql;
import io.baton.platform.Pool;
import io.baton.platform.Pooled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** How far budgets are used up: the site's, and those of users with one of their own. The default's users are left out: they are many. */
@ApplicationScoped
@Transactional
@Pooled(Pool.SETTLEMENT)
public class BudgetWatch {
    private static final int MOST = 100;
    /** Each costs a projection a few queries. */
    private static final int MOST_PROJECTED = 20;

    @PersistenceContext
    EntityManager entities;

    /** @param percent spent of the limit */
    public record Used(String owner, String period, BigDecimal percent) {}

    /** A limit for months, in dollars. */
    public record Monthly(String owner, BigDecimal dollars) {}

    /** The open accounts of the current day and month, most used first. */
    public List<Used> used(Instant now) {
        return NativeSql.query(entities, """
                        select a.owner, a.period, a.spent * 100 / a.limit_amount
                        from budget_account a join budget b on b.owner = a.owner
                        where a.period in (:day, :month) and a.limit_amount > 0
                        order by 3 desc limit :most
                        """, Used.class)
                .setParameter("day", BudgetPeriod.DAY.key(now))
                .setParameter("month", BudgetPeriod.MONTH.key(now))
                .setParameter("most", MOST)
                .getResultList();
    }

    /** The site's, and the largest of users. */
    public List<Monthly> monthly() {
        return NativeSql.query(entities, """
                        select owner, month_limit from budget where owner <> 'default' and month_limit > 0
                        order by owner = 'site' desc, month_limit desc limit :most
                        """, Monthly.class)
                .setParameter("most", MOST_PROJECTED)
                .getResultList();
    }
}
