package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.testing.Api;
import io.baton.testing.Await;
import io.baton.testing.Database;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is recorded of administrative acts and sign-ins, and how it is read. */
class AuditIT {
    private static final String PATH = "/api/admin/audit";
    private static final Api ADMIN = Api.of("admin");
    private static final String ADMIN_ID = ADMIN.userId();

    static List<JsonObject> records(String query) {
        return ADMIN.get(PATH + "?" + query)
                .with(200)
                .json()
                .getJsonArray("records")
                .getValuesAs(JsonObject.class);
    }

    /** Sets the budget of somebody twice. */
    private static String ownerOfTwoBudgets() {
        var owner = Api.somebody().userId();
        ADMIN.put("/api/admin/budgets/" + owner, Api.parse("{\"dayLimit\":5}")).with(200);
        ADMIN.put("/api/admin/budgets/" + owner, Api.parse("{\"dayLimit\":7.5,\"shadow\":true}"))
                .with(200);
        return owner;
    }

    @Test
    void anActIsRecordedWithItsCauseAndItsChange() {
        var owner = ownerOfTwoBudgets();
        var records = records("subject=budget:" + owner);
        assertEquals(2, records.size());
        var record = records.getFirst();
        assertEquals(ADMIN_ID, record.getString("userId"));
        assertEquals("admin", record.getString("name"));
        assertEquals("127.0.0.1", record.getString("address"));
        assertEquals("issued-bearer", record.getString("proof"));
        assertFalse(record.getString("credential").isBlank());
        assertEquals("budget-set", record.getString("action"));
        assertEquals(owner, record.getJsonObject("before").getString("owner"));
        assertEquals("5", record.getJsonObject("before").get("day").toString());
        assertEquals("7.5", record.getJsonObject("after").get("day").toString());
        assertFalse(records.get(1).containsKey("before"), "there was no budget");
    }

    @Test
    void noRecordNamesAUserByItself() {
        var owner = ownerOfTwoBudgets();
        assertEquals(0, Database.count("audit_record r where r::text like ?", "%" + owner + "%"));
    }

    @Test
    void pagesHaveEachRecordOnce() {
        var query = "action=budget-set&subject=budget:" + ownerOfTwoBudgets() + "&limit=1";
        var first = ADMIN.get(PATH + "?" + query).with(200).json();
        var second = ADMIN.get(PATH + "?" + query + "&cursor=" + first.getString("next"))
                .with(200)
                .json();
        assertEquals("7.5", after(first).get("day").toString());
        assertEquals("5", after(second).get("day").toString());
        assertEquals(0, records(query + "&cursor=" + second.getString("next")).size());
    }

    private static JsonObject after(JsonObject page) {
        return page.getJsonArray("records").getJsonObject(0).getJsonObject("after");
    }

    @Test
    void recordsAreFoundByWhoActedAndWhen() {
        var owner = ownerOfTwoBudgets();
        var bySubject = "subject=budget:" + owner;
        assertEquals(2, records(bySubject + "&userId=" + ADMIN_ID).size());
        assertEquals(0, records(bySubject + "&userId=" + owner).size());
        assertEquals(2, records(bySubject + "&start=2026-01-01").size());
        assertEquals(0, records(bySubject + "&end=2026-01-01").size());
        assertEquals(0, records(bySubject + "&action=sign-in").size());
    }

    @Test
    void anExportIsReadOnFromItsLastRecord() {
        var query = "/export?format=jsonl&subject=budget:" + ownerOfTwoBudgets();
        var lines =
                ADMIN.get(PATH + query).with(200).body().lines().map(Api::parse).toList();
        assertEquals(2, lines.size());
        assertEquals("5", lines.getFirst().getJsonObject("after").get("day").toString());
        var rest = ADMIN.get(PATH + query + "&after=" + lines.getFirst().getInt("seq"))
                .with(200)
                .body();
        assertEquals(lines.get(1), Api.parse(rest));
    }

    @Test
    void aSpreadsheetRunsNothing() {
        var issuer = io.baton.dev.TestServer.running().issuer();
        var claims = issuer.claims("=cmd|' /C calc'!A0", "admin");
        var formula = Api.bearing(issuer.sign(claims));
        var owner = Api.somebody().userId();
        formula.put("/api/admin/budgets/" + owner, Api.parse("{}")).with(200);
        var csv = ADMIN.get(PATH + "/export?subject=budget:" + owner)
                .with(200)
                .body()
                .lines()
                .toList();
        assertTrue(csv.getFirst().startsWith("seq,at,userId,name,address"), csv.getFirst());
        assertFalse(csv.get(1).contains(",="), csv.get(1));
    }

    @ParameterizedTest
    @CsvSource({
        "userId=me, userId",
        "action=everything, action",
        "start=yesterday, start",
        "end=-1, end",
        "start=2026-02-01&end=2026-01-01, start",
        "cursor=x, cursor",
        "limit=0, limit",
        "subject=%00, subject"
    })
    void badQueriesAreNamed(String query, String field) {
        ADMIN.get(PATH + "?" + query).problem(400, field);
    }

    @ParameterizedTest
    @CsvSource({"after=x, after", "after=-1, after", "format=xml, format"})
    void badExportsAreNamed(String query, String field) {
        ADMIN.get(PATH + "/export?" + query).problem(400, field);
    }

    @Test
    void aWrongPasswordIsRecordedWithoutTheNameThatWasTyped() {
        var typed = "hunter2-" + System.nanoTime();
        Api.nobody()
                .with("Authorization", basic(typed, "x"))
                .send("POST", "/api/auth/token", new byte[0])
                .with(401);
        var record = records("action=sign-in-failed&limit=1").getFirst();
        assertEquals("password", record.getString("proof"));
        assertEquals("wrong-password", record.getJsonObject("after").getString("reason"));
        assertFalse(record.containsKey("name"));
        assertEquals(0, Database.count("audit_person where name like ?", "%" + typed + "%"));
    }

    @Test
    void whoSignsInWhilePostgresqlIsAwayIsRecordedLater() {
        var before = Instant.now();
        try {
            Database.letIn(false);
            Api.of("reader");
        } finally {
            Database.letIn(true);
        }
        var record = Await.until(
                "it is recorded",
                Duration.ofMinutes(1),
                () -> ADMIN.get(PATH + "?action=sign-in&limit=200").status() == 200
                        ? records("action=sign-in&limit=200").stream()
                                .filter(each -> each.containsKey("after")
                                        && each.getJsonObject("after").containsKey("happenedAt"))
                                .toList()
                        : List.<JsonObject>of(),
                found -> !found.isEmpty());
        var happened = Instant.parse(record.getFirst().getJsonObject("after").getString("happenedAt"));
        assertFalse(happened.isBefore(before));
        assertFalse(Instant.parse(record.getFirst().getString("at")).isBefore(happened));
    }

    static String basic(String name, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void signingInAndOutIsRecordedWithTheSession() {
        var reader = Api.of("reader");
        var id = reader.userId();
        reader.delete("/api/auth/session").with(204);
        var out = records("action=sign-out&limit=1&userId=" + id).getFirst();
        var sessions = records("action=sign-in&userId=" + id).stream()
                .map(record -> record.getString("credential"))
                .toList();
        assertTrue(sessions.contains(out.getString("credential")), sessions.toString());
        assertEquals("user:" + id, out.getString("subject"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit_record set action = 'sign-in'",
                "delete from audit_record",
                "truncate audit_record",
                "truncate audit_person cascade",
                "update audit_person set name = 'somebody else'",
            })
    void aRecordCanNeitherBeChangedNorDeleted(String change) {
        ownerOfTwoBudgets();
        var refused = assertThrows(IllegalStateException.class, () -> Database.run(change));
        assertTrue(
                refused.getCause().getMessage().contains("audit"),
                refused.getCause().getMessage());
    }
}
