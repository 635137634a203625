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

    /** Waits until no other transaction holds this lock, and holds it until the end of this one. */
    public static void lock(EntityManager entities, String name) {
        entities.createNativeQuery("select pg_advisory_xact_lock(hashtextextended(:name, 0))", Object.class)
                .setParameter("name", name)
                .getSingleResult();
    }
}
