package io.baton.outside;

import io.baton.dev.TestServer;
import io.baton.testing.Api;
import io.baton.testing.Await;
import io.baton.testing.Database;
import io.baton.testing.RedisData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What tests of a person's rights share. */
final class Persons {
    static final Duration SOON = Duration.ofMinutes(2);

    private static final String TABLES = """
            select table_name from information_schema.tables
            where table_schema = 'public' and table_type = 'BASE TABLE'
              and table_name not in (select inhrelid::regclass::text from pg_inherits)
            """;

    private Persons() {}

    /** A new user of the external issuer; the name is also the display name. */
    static Api named(String name, String... roles) {
        var issuer = TestServer.running().issuer();
        return Api.bearing(issuer.sign(issuer.claims(name, roles)));
    }

    /** Where a text is found: tables, keys of Redis, log files. */
    static List<String> placesOf(String text) {
        var places = new ArrayList<String>();
        for (var table : Database.rows(TABLES)) {
            var name = table.get("table_name").toString();
            if (Database.count(name + " t where position(? in t::text) > 0", text) > 0) {
                places.add("table " + name);
            }
        }
        RedisData.keysWith(text).forEach(key -> places.add("key " + key));
        logs().stream().filter(file -> read(file).contains(text)).forEach(file -> places.add("file " + file));
        return places;
    }

    private static List<Path> logs() {
        try (var files = Files.walk(TestServer.running().node().folder().getParent())) {
            return files.filter(file ->
                            file.toString().endsWith(".log") || file.toString().contains("ffdc"))
                    .filter(Files::isRegularFile)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The sums of ledger and roll-ups, once all is posted. */
    static List<Map<String, Object>> books() {
        Await.until("all is posted", SOON, () -> Database.count("attempt where not posted"), left -> left == 0);
        var sums = new ArrayList<Map<String, Object>>();
        sums.add(Database.row("select count(*), sum(input_tokens), sum(output_tokens), sum(cost) from attempt"));
        for (var table : new String[] {"usage_quarter_hour", "usage_site_quarter_hour"}) {
            sums.add(Database.row(
                    "select sum(attempts), sum(answers), sum(input_tokens), sum(output_tokens), sum(cost) from "
                            + table));
        }
        return sums;
    }

    static Map<String, Object> booksOf(String userId) {
        return Database.row("""
                select count(*), sum(a.cost), (select sum(cost) from usage_quarter_hour u where u.user_id = ?) as posted
                from attempt a where a.user_id = ?
                """, userId, userId);
    }

    static Map<String, Object> finished(UUID erasure) {
        return Await.until(
                "the erasure is finished",
                SOON,
                () -> Database.row("select * from erasure where id = ?", erasure),
                row -> row.get("finished_at") != null);
    }
}
