package io.baton.audit;

import io.baton.platform.NativeSql;
import io.baton.platform.SqlPipeline;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonValue;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.io.StringReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Reads the record, a page at a time: each page is a transaction of its own, so that a slow client holds no connection. */
@ApplicationScoped
@Transactional
class AuditSearch {
    private static final String COLUMNS = """
            select r.seq, r.at, p.id, p.user_id, nullif(p.name, ''), nullif(p.address, ''), r.proof, r.credential, r.action,
              r.subject, r.old_value, r.new_value, r.node, r.trace_id
            from audit_record r left join audit_person p on p.id = r.actor
            where true
            """;

    @PersistenceContext
    EntityManager entities;

    @Inject
    MentionedUsers users;

    /** A row before the users in it are named again. */
    private record Raw(
            long seq,
            Instant at,
            UUID person,
            String userId,
            String name,
            String address,
            String proof,
            String credential,
            String action,
            String subject,
            String before,
            String after,
            UUID node,
            String traceId) {
        static Raw of(ResultSet row) throws SQLException {
            return new Raw(
                    row.getLong(1),
                    row.getObject(2, OffsetDateTime.class).toInstant(),
                    row.getObject(3, UUID.class),
                    row.getString(4),
                    row.getString(5),
                    row.getString(6),
                    row.getString(7),
                    row.getString(8),
                    row.getString(9),
                    row.getString(10),
                    row.getString(11),
                    row.getString(12),
                    row.getObject(13, UUID.class),
                    row.getString(14));
        }

        AuditLine line(MentionedUsers.Names names) {
            return new AuditLine(
                    seq,
                    at,
                    userId,
                    name,
                    address,
                    userId == null ? person : null,
                    proof,
                    credential,
                    action,
                    names.shown(subject),
                    json(names.shown(before)),
                    json(names.shown(after)),
                    node,
                    traceId);
        }

        private static JsonValue json(String text) {
            if (text == null) {
                return null;
            }
            try (var reader = Json.createReader(new StringReader(text))) {
                return reader.readValue();
            }
        }
    }

    /** The newest first. @param before only records with a lower number; null: from the newest on */
    public List<AuditLine> newest(AuditFilter filter, Long before, int limit) {
        var where = new Where(filter);
        if (before != null) {
            where.add("and r.seq < ?", before);
        }
        return lines(where, "order by r.seq desc limit " + limit);
    }

    /** The oldest first. @param after only records with a higher number */
    public List<AuditLine> oldest(AuditFilter filter, long after, long upTo, int limit) {
        var where = new Where(filter);
        where.add("and r.seq > ?", after);
        where.add("and r.seq <= ?", upTo);
        return lines(where, "order by r.seq limit " + limit);
    }

    /**
     * The highest number below which all records are stored: numbers are given before they are committed, so a reader that follows them
     * would miss those that are stored late. Waits for transactions that are writing a record, for two seconds at most.
     */
    public long complete() {
        return NativeSql.query(entities, "select audit_complete()", Long.class).getSingleResult();
    }

    private List<AuditLine> lines(Where where, String order) {
        var raw = new ArrayList<Raw>();
        new SqlPipeline()
                .query(COLUMNS + where.sql + order, row -> raw.add(Raw.of(row)), where.values.toArray())
                .run(entities);
        var names = users.named(raw.stream().flatMap(row -> Stream.of(row.subject(), row.before(), row.after())));
        return raw.stream().map(row -> row.line(names)).toList();
    }

    /** The conditions of a query. */
    private final class Where {
        private final StringBuilder sql = new StringBuilder();
        private final List<Object> values = new ArrayList<>();

        Where(AuditFilter filter) {
            if (filter.userId() != null) {
                add("and r.actor in (select id from audit_person where user_id = ?)", filter.userId());
            }
            if (filter.action() != null) {
                add("and r.action = ?", filter.action().code());
            }
            if (filter.subject() != null) {
                add("and r.subject = ?", users.find(filter.subject()).hidden(filter.subject()));
            }
            if (filter.from() != null) {
                add("and r.at >= ?", filter.from());
            }
            if (filter.to() != null) {
                add("and r.at < ?", filter.to());
            }
        }

        void add(String condition, Object value) {
            sql.append(condition).append('\n');
            values.add(value);
        }
    }
}
