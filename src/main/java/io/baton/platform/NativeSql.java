package io.baton.platform;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import org.hibernate.Session;

/** SQL statements whose rows have a type. */
public final class NativeSql {
    private NativeSql() {}

    /**
     * A query in a transaction.
     *
     * @param type of a row: a record whose components are the columns in their order, or the type of the only column. A
     *             column that may be null needs a component that may be null
     */
    public static <T> TypedQuery<T> query(EntityManager entities, String sql, Class<T> type) {
        return entities.unwrap(Session.class).createNativeQuery(sql, type);
    }
}
