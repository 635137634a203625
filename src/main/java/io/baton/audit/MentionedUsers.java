package io.baton.audit;

import io.baton.platform.Ids;
import io.baton.platform.SqlPipeline;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Replaces ids of users by ids of {@code audit_person}, so that a record names nobody by itself. Ids of users are 32 hex digits,
 * everywhere.
 */
@ApplicationScoped
class MentionedUsers {
    private static final Pattern USER_ID = Pattern.compile("\\b[0-9a-f]{32}\\b");
    private static final Pattern PERSON = Pattern.compile("\\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b");

    @PersistenceContext
    EntityManager entities;

    /** What users are called in a record. */
    record Mentions(Map<String, String> persons) {
        /** @param text may be null */
        String hidden(String text) {
            return text == null || persons.isEmpty()
                    ? text
                    : USER_ID.matcher(text).replaceAll(found -> persons.getOrDefault(found.group(), found.group()));
        }
    }

    /** What persons are called outside of records. Whoever was erased is called by the pseudonym. */
    record Names(Map<String, String> userIds) {
        /** @param text may be null */
        String shown(String text) {
            return text == null || userIds.isEmpty()
                    ? text
                    : PERSON.matcher(text).replaceAll(found -> userIds.getOrDefault(found.group(), found.group()));
        }
    }

    /** For what is recorded: whoever is in no record yet gets an id. In a transaction. @param texts may be null */
    Mentions in(String... texts) {
        var sql = new SqlPipeline();
        var ids = found(USER_ID, Stream.of(texts));
        ids.forEach(id -> sql.add("""
                insert into audit_person (id, user_id, name, address) values (?, ?, '', '')
                on conflict (user_id, name, address) do nothing
                """, Ids.next(), id));
        return mentions(ids, sql);
    }

    /** For what is looked up. In a transaction. */
    Mentions find(String text) {
        return mentions(found(USER_ID, Stream.of(text)), new SqlPipeline());
    }

    private Mentions mentions(Set<String> ids, SqlPipeline sql) {
        var persons = new HashMap<String, String>();
        ids.forEach(id -> sql.query(
                "select id from audit_person where user_id = ? and name = '' and address = ''",
                row -> persons.put(id, row.getObject(1, UUID.class).toString()),
                id));
        sql.run(entities);
        return new Mentions(persons);
    }

    /** For what is shown. In a transaction. @param texts may be null */
    Names named(Stream<String> texts) {
        var ids = found(PERSON, texts);
        var names = new HashMap<String, String>();
        if (!ids.isEmpty()) {
            new SqlPipeline()
                    .query(
                            "select id, user_id from audit_person where user_id is not null and id = any(cast(? as uuid[]))",
                            row -> names.put(row.getObject(1, UUID.class).toString(), row.getString(2)),
                            (Object) ids.toArray(String[]::new))
                    .run(entities);
        }
        return new Names(names);
    }

    /** In one order, so that two transactions never wait for each other. */
    private static Set<String> found(Pattern pattern, Stream<String> texts) {
        var found = new TreeSet<String>();
        texts.filter(Objects::nonNull)
                .forEach(text -> pattern.matcher(text).results().forEach(each -> found.add(each.group())));
        return found;
    }
}
