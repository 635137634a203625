package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.testing.Api;
import io.baton.testing.Database;
import io.baton.testing.Reply;
import jakarta.json.JsonObject;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The ledger can be taken out, whole and by those who may see it. */
class LedgerIT {
    private final Api user = Api.somebody();
    private final String userId = user.userId();

    @Test
    void asCsvAndJsonItSaysWhatTheTableSays() {
        user.hear("Question " + UUID.randomUUID() + " [[qwen:fault=status:500]] [[tokens=5 first=0 delay=0]]")
                .complete();
        var rows = Database.rows("select * from attempt where user_id = ? order by id", userId);
        var lines = export("csv").body().split("\r\n");
        assertTrue(lines[0].startsWith("id,startedAt,answerId,"), lines[0]);
        assertEquals(rows.size(), lines.length - 1);
        for (var i = 0; i < rows.size(); i++) {
            assertTrue(lines[i + 1].startsWith(rows.get(i).get("id") + ","), lines[i + 1]);
            assertTrue(
                    lines[i + 1].contains("," + ((BigDecimal) rows.get(i).get("cost")).toPlainString() + ","),
                    lines[i + 1]);
        }
        var json = export("json").array().getValuesAs(JsonObject.class);
        assertEquals(
                rows.stream().map(row -> row.get("id").toString()).toList(),
                json.stream().map(row -> row.getString("id")).toList());
        assertEquals(
                List.of(1, 2), json.stream().map(row -> row.getInt("ordinal")).toList());
    }

    /** More than a page of them. */
    @Test
    void everyRowIsThereOnce() {
        Database.run("""
                insert into attempt (id, started_at, answer_id, user_id, ordinal, model, provider, outcome, detail, source, cost)
                select gen_random_uuid(), now(), gen_random_uuid(), ?, 1, 'qwen2.5', 'qwen', 'complete', '=1+1', 'measured', 0
                from generate_series(1, 2500)
                """, userId);
        var lines = export("csv").body().lines().skip(1).toList();
        assertEquals(2_500, lines.size());
        assertEquals(
                2_500, lines.stream().map(line -> line.split(",")[0]).distinct().count());
        assertTrue(lines.stream().allMatch(line -> line.contains(",'=1+1,")));
    }

    @Test
    void aUserSeesTheirOwnAndAnAdminAnybodys() {
        user.hear(Providers.quick(2)).complete();
        var other = Api.somebody();
        assertEquals(1, other.get("/api/usage/ledger").with(200).body().lines().count());
        other.get("/api/usage/ledger?userId=" + userId).with(403);
        assertTrue(Api.of("admin")
                .get("/api/usage/ledger?userId=" + userId)
                .with(200)
                .body()
                .contains(userId));
        assertFalse(user.get("/api/usage/ledger").body().contains(other.userId()));
        user.get("/api/usage/ledger?format=xml").problem(400, "format");
        user.get("/api/usage/ledger?start=2026-02-01&end=2026-01-01").problem(400, "start");
    }

    private Reply export(String format) {
        var reply = user.get("/api/usage/ledger?format=" + format).with(200);
        assertTrue(reply.header("Content-Disposition").contains("ledger." + format));
        return reply;
    }
}
