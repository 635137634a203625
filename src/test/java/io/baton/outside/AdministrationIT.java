package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.outside.Operations.Operation;
import io.baton.testing.Api;
import io.baton.testing.Database;
import jakarta.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Every call by which an admin changes something leaves a record. */
class AdministrationIT {
    private static final Api ADMIN = Api.of("admin");
    private static final UUID ALERT = UUID.randomUUID();
    private static final String USER = Api.somebody().userId();

    @AfterAll
    static void otherTestsFindNothing() {
        Database.run("delete from price where effective_from >= timestamptz '2099-01-01 00:00:00Z'");
        Database.run("delete from alert where id = ?", ALERT);
    }

    /** A path, and a body that differs from the example of the document where that would not do here. */
    private record Call(String path, String body, String action) {}

    private static Map<String, Call> calls() {
        var calls = new LinkedHashMap<String, Call>();
        calls.put("PUT /api/admin/budgets/{userId}", call("/api/admin/budgets/" + USER, "budget-set"));
        calls.put("DELETE /api/admin/budgets/{userId}", call("/api/admin/budgets/" + USER, "budget-removed"));
        calls.put(
                "PUT /api/admin/models/{id}/standing",
                new Call("/api/admin/models/gpt-4/standing", "{\"available\":true}", "model-enabled"));
        calls.put(
                "PUT /api/admin/nodes/{id}/draining",
                new Call("/api/admin/nodes/" + node() + "/draining", "{\"draining\":false}", "node-drained"));
        calls.put(
                "POST /api/admin/prices",
                new Call(
                        "/api/admin/prices",
                        "{\"model\":\"gpt-4\",\"input\":0.03,\"output\":0.03,\"from\":\"2099-01-01T00:00:00Z\"}",
                        "price-set"));
        calls.put(
                "POST /api/admin/prices/list-prices",
                new Call(
                        "/api/admin/prices/list-prices",
                        "{\"model\":\"gpt-4\",\"from\":\"2099-02-01T00:00:00Z\"}",
                        "price-set"));
        calls.put("POST /api/admin/prices/unpriced", new Call("/api/admin/prices/unpriced", null, "usage-repriced"));
        calls.put(
                "POST /api/admin/live-figures/comparison",
                call("/api/admin/live-figures/comparison", "live-figures-compared"));
        calls.put(
                "POST /api/admin/live-figures/rebuild",
                call("/api/admin/live-figures/rebuild", "live-figures-rebuilt"));
        calls.put(
                "DELETE /api/admin/users/{userId}/sessions",
                call("/api/admin/users/" + USER + "/sessions", "sessions-ended"));
        calls.put(
                "POST /api/admin/persons/{userId}/export",
                call("/api/admin/persons/" + USER + "/export", "person-exported"));
        calls.put(
                "DELETE /api/admin/persons/{userId}",
                call("/api/admin/persons/" + Api.somebody().userId(), "person-erased"));
        calls.put("PUT /api/admin/alerts/rules/{rule}", call("/api/admin/alerts/rules/error-rate", "alert-rule-set"));
        calls.put(
                "DELETE /api/admin/alerts/rules/{rule}",
                call("/api/admin/alerts/rules/error-rate", "alert-rule-reset"));
        calls.put(
                "PUT /api/admin/alerts/channels/{name}",
                new Call(
                        "/api/admin/alerts/channels/recorded",
                        "{\"kind\":\"webhook\",\"url\":\"http://127.0.0.1:9/secret-path\",\"enabled\":false}",
                        "alert-channel-set"));
        calls.put(
                "POST /api/admin/alerts/channels/{name}/test",
                call("/api/admin/alerts/channels/recorded/test", "alert-channel-tested"));
        calls.put(
                "DELETE /api/admin/alerts/channels/{name}",
                call("/api/admin/alerts/channels/recorded", "alert-channel-removed"));
        calls.put(
                "POST /api/admin/alerts/silences",
                new Call(
                        "/api/admin/alerts/silences",
                        "{\"subject\":\"model:nobody\",\"for\":\"PT1M\"}",
                        "alert-silence-added"));
        calls.put(
                "DELETE /api/admin/alerts/silences/{id}",
                new Call("/api/admin/alerts/silences/", null, "alert-silence-ended"));
        calls.put(
                "POST /api/admin/alerts/{id}/acknowledgement",
                call("/api/admin/alerts/" + ALERT + "/acknowledgement", "alert-acknowledged"));
        calls.put(
                "POST /api/admin/answer-cache/shared-questions",
                new Call(
                        "/api/admin/answer-cache/shared-questions",
                        "{\"question\":\"" + UUID.randomUUID() + "\"}",
                        "question-shared"));
        calls.put(
                "DELETE /api/admin/answer-cache/shared-questions/{id}",
                new Call("/api/admin/answer-cache/shared-questions/", null, "question-unshared"));
        calls.put("POST /api/admin/groups", call("/api/admin/groups", "group-set"));
        calls.put("PUT /api/admin/groups/{id}", call("/api/admin/groups/", "group-set"));
        calls.put(
                "PUT /api/admin/groups/{id}/members/{userId}",
                call("/api/admin/groups/{id}/members/" + USER, "group-members-set"));
        calls.put(
                "DELETE /api/admin/groups/{id}/members/{userId}",
                call("/api/admin/groups/{id}/members/" + USER, "group-members-set"));
        calls.put("DELETE /api/admin/groups/{id}", call("/api/admin/groups/", "group-removed"));
        calls.put("POST /api/admin/keys", call("/api/admin/keys", "api-key-created"));
        calls.put("PUT /api/admin/keys/{id}", call("/api/admin/keys/{id}", "api-key-changed"));
        calls.put("POST /api/admin/keys/{id}/rotate", call("/api/admin/keys/{id}/rotate", "api-key-rotated"));
        calls.put("DELETE /api/admin/keys/{id}", call("/api/admin/keys/{id}", "api-key-revoked"));
        return calls;
    }

    /** With the id of what was made last. */
    private static String path(Call call, JsonObject last) {
        if (!call.path().endsWith("/") && !call.path().contains("{id}")) {
            return call.path();
        }
        var id = last.get("id").toString().replace("\"", "");
        return call.path().endsWith("/") ? call.path() + id : call.path().replace("{id}", id);
    }

    private static Object node() {
        return Database.rows("select id from node order by heartbeat_at desc limit 1")
                .getFirst()
                .get("id");
    }

    private static Call call(String path, String action) {
        return new Call(path, null, action);
    }

    private static void openAlert() {
        Database.run("""
                insert into alert (id, rule, subject, episode, state, severe, value, limit_value, volume, beyond_since, opened_at)
                values (?, 'error-rate', 'model:' || ?, 1, 'open', false, 1, 1, 1, now(), now())
                """, ALERT, ALERT.toString().substring(0, 8));
    }

    @Test
    void everyChangeIsRecorded() {
        var calls = calls();
        var changes = Operations.all().stream()
                .filter(call -> call.path().startsWith("/api/admin/") && !call.isRead())
                .collect(Collectors.toMap(Operation::name, call -> call));
        assertEquals(new TreeSet<>(calls.keySet()), new TreeSet<>(changes.keySet()), "each change is tried here");
        JsonObject last = null;
        for (var each : calls.entrySet()) {
            var call = each.getValue();
            var path = path(call, last);
            if (call.action().equals("alert-acknowledged")) {
                openAlert(); // so late, because the next evaluations resolve it
            }
            var before = records(call.action());
            var reply = ADMIN.send(changes.get(each.getKey()).method(), path, body(call, changes.get(each.getKey())));
            assertTrue(reply.status() < 300, each.getKey() + ": " + reply.status() + " " + reply.body());
            assertTrue(records(call.action()) > before, each.getKey() + " is not recorded as " + call.action());
            last = reply.body().startsWith("{") ? reply.json() : last;
        }
        assertEquals(
                0, Database.count("audit_record where new_value like '%secret-path%'"), "a webhook's path is secret");
    }

    private static byte[] body(Call call, Operation operation) {
        if (call.action().equals("usage-repriced")) {
            var token = ADMIN.get("/api/admin/prices/unpriced").with(200).json().getString("token");
            return Api.json("token", token).toString().getBytes();
        }
        var body = call.body() == null ? operation.body().map(Object::toString).orElse(null) : call.body();
        return body == null ? null : body.getBytes();
    }

    private static long records(String action) {
        return Database.count("audit_record where action = ?", action);
    }
}
