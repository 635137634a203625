package io.baton.inside;

import io.baton.platform.SqlPipeline;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.function.Consumer;

/** Runs statements in a transaction of their own. */
@ApplicationScoped
public class OwnTransaction {
    @PersistenceContext
    EntityManager entities;

    /** @param statements adds them */
    @Transactional
    public void run(Consumer<SqlPipeline> statements) {
        var sql = new SqlPipeline();
        statements.accept(sql);
        sql.run(entities);
    }
}
