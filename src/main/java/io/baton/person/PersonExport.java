package io.baton.person;

import io.baton.platform.SqlPipeline;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.OutputStream;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** All that is stored of a person, as one JSON object with an array for each kind. It is read page by page. */
@ApplicationScoped
public class PersonExport {
    private static final int PAGE = 200;
    private static final Pattern SNAKE = Pattern.compile("_([a-z])");

    /**
     * A kind of data. The query gives the key of a row, by which it is sorted, and the row as JSON; its parameters are the user's id
     * and the key after which it begins.
     */
    private enum Part {
        CONVERSATIONS("conversations", "c.id", "conversation c where c.user_id = ?", "c"),
        MESSAGES(
                "messages",
                "m.id",
                "message m join conversation c on c.id = m.conversation_id where c.user_id = ?",
                "m"),
        ANSWERS("answers", "a.id", "answer a where a.user_id = ?", "a"),
        USAGE("usage", "t.id", "attempt t where t.user_id = ?", "t"),
        BUDGETS("budgets", "b.owner", "budget b where b.owner = ?", "b"),
        ALERTS("alerts", "l.id", "alert l where l.subject = 'user:' || ?", "l"),
        ACTIVITY("activity", "r.seq", "audit_record r join audit_person p on p.id = r.actor where p.user_id = ?", "r");

        private final String member;
        private final String key;
        private final String source;
        private final String row;

        Part(String member, String key, String source, String row) {
            this.member = member;
            this.key = key;
            this.source = source;
            this.row = row;
        }

        /** @param isFirst whether no key is given yet */
        String sql(boolean isFirst) {
            var after = isFirst
                    ? ""
                    : " and %s > %s"
                            .formatted(
                                    key,
                                    switch (this) {
                                        case CONVERSATIONS, MESSAGES, ANSWERS, USAGE, ALERTS -> "cast(? as uuid)";
                                        case BUDGETS -> "?";
                                        case ACTIVITY -> "cast(? as bigint)";
                                    });
            return "select %s::text, to_jsonb(%s)::text from %s%s order by %s limit %d"
                    .formatted(key, row, source, after, key, PAGE);
        }
    }

    @PersistenceContext
    EntityManager entities;

    private record Row(String key, String json) {}

    /** @param pages this bean itself, whose transactions begin with each page */
    StreamingOutput of(String userId, PersonExport pages) {
        return out -> write(userId, pages, out);
    }

    private static void write(String userId, PersonExport pages, OutputStream out) {
        var json = Json.createGenerator(out);
        json.writeStartObject().write("userId", userId);
        for (var part : Part.values()) {
            json.writeStartArray(part.member);
            String last = null;
            List<Row> page;
            do {
                page = pages.page(part.sql(last == null), userId, last);
                page.forEach(row -> json.write(camelCase(row.json())));
                last = page.isEmpty() ? null : page.getLast().key();
            } while (page.size() == PAGE);
            json.writeEnd();
        }
        json.writeEnd().flush();
    }

    /** @param after null: from the beginning */
    @Transactional
    public List<Row> page(String sql, String userId, String after) {
        var rows = new ArrayList<Row>();
        Object[] values = after == null ? new Object[] {userId} : new Object[] {userId, after};
        new SqlPipeline()
                .query(sql, row -> rows.add(new Row(row.getString(1), row.getString(2))), values)
                .run(entities);
        return rows;
    }

    /** The names of columns as the API writes names; columns without a value are left out. */
    private static JsonObject camelCase(String row) {
        var object = Json.createObjectBuilder();
        try (var reader = Json.createReader(new StringReader(row))) {
            reader.readObject().forEach((name, value) -> {
                if (value != JsonValue.NULL) {
                    object.add(
                            SNAKE.matcher(name)
                                    .replaceAll(found -> found.group(1).toUpperCase(Locale.ROOT)),
                            value);
                }
            });
        }
        return object.build();
    }
}
