package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.testing.Api;
import io.baton.testing.Await;
import io.baton.testing.Database;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** API keys of people and services: what they may do, and what is refused with which words. */
class ApiKeysIT {
    private static final String LEDGER = "/api/usage/ledger?format=json";
    private final Api admin = Api.of("admin");
    private final Api user = Api.somebody();

    @Test
    void aKeyActsAsItsOwner() {
        var key = MadeKey.of(user, MadeKey.named());
        var me = key.api().get("/api/auth/me").with(200).json();
        assertEquals(user.userId(), me.getString("userId"));
        assertEquals(key.id().toString(), me.getString("apiKeyId"));
        var frames = key.api().hear(Providers.quick(3));
        frames.complete();
        user.get("/api/chat/answers/" + frames.answerId() + "/events").with(200);
        assertEquals(1, Database.count("answer where id = ? and api_key_id = ?", frames.answerId(), key.id()));
    }

    @Test
    void theBooksNameTheKey() {
        var key = MadeKey.of(user, MadeKey.named());
        key.api().hear(Providers.quick(3)).complete();
        Completion.of(key.api(), Completion.asking(Providers.quick(3))).message();
        user.hear(Providers.quick(3)).complete();
        assertEquals(3, user.get(LEDGER).array().size());
        var named = user.get(LEDGER + "&apiKeyId=" + key.id()).array();
        assertEquals(2, named.size());
        named.forEach(
                row -> assertEquals(key.id().toString(), row.asJsonObject().getString("apiKeyId")));
        user.get(LEDGER + "&apiKeyId=none").problem(400, "apiKeyId");
        assertEquals(3, requests(user, 3));
    }

    @Test
    void aServiceHasAnIdentityOfItsOwn() {
        var one = MadeKey.ofService(admin, MadeKey.named());
        var other = MadeKey.ofService(admin, MadeKey.named());
        assertNotEquals(one.api().userId(), other.api().userId());
        assertEquals(
                one.view().getString("name"),
                one.api().get("/api/auth/me").json().getString("name"));
        one.api().hear(Providers.quick(2)).complete();
        assertEquals(1, requests(one.api(), 1));
        one.api().get("/api/admin/keys").problem(403);
        MadeKey.ofService(admin, MadeKey.named().add("roles", list("user", "admin")))
                .api()
                .get("/api/admin/keys")
                .with(200);
    }

    @Test
    void aKeyIsShownOnceAndStoredNowhere() {
        var key = MadeKey.of(user, MadeKey.named());
        assertTrue(key.text().startsWith(key.view().getString("prefix")), key.text());
        for (var reply : List.of(user.get(key.at()), user.get(MadeKey.OWN), admin.get(MadeKey.ALL))) {
            assertFalse(reply.with(200).body().contains(key.text()));
            assertFalse(reply.body().contains("\"key\""));
        }
        assertEquals(
                0,
                Database.count(
                        "api_key k where position(? in k::text) > 0", key.text().substring(13)));
    }

    @Test
    void whoeverHasNotMadeAKeyDoesNotSeeIt() {
        var key = MadeKey.of(user, MadeKey.named());
        var other = Api.somebody();
        other.get(key.at()).problem(403);
        other.delete(key.at()).problem(403);
        other.put(key.at(), MadeKey.named().build()).problem(403);
        assertEquals(0, other.get(MadeKey.OWN).json().getInt("total"));
        assertEquals(
                List.of(key.id().toString()),
                ids(admin.get(MadeKey.ALL + "?userId=" + user.userId())
                        .with(200)
                        .json()));
    }

    @Test
    void aModelThatAKeyMayNotAskIsNeitherListedNorAsked() {
        var key =
                MadeKey.of(user, MadeKey.named().add("models", list("gemma-3"))).api();
        assertEquals(List.of("gemma-3"), texts(key.get("/api/models").array(), "id"));
        assertEquals(List.of("gemma-3"), texts(key.get("/v1/models").json().getJsonArray("data"), "id"));
        var question = Providers.quick(2);
        var refused = key.post("/api/chat/stream", Api.json("message", question, "model", "gpt-4"));
        assertTrue(refused.problem(403).getString("detail").contains("gpt-4"), refused.body());
        key.post("/api/chat/message", Api.json("message", question, "model", "gpt-4"))
                .problem(403);
        var error = Completion.of(key, Completion.asking(question)).error(403);
        assertTrue(error.getString("message").contains("qwen2.5"), error::toString);
        key.get("/v1/models/gpt-4").with(403);
        assertEquals(List.of(), Providers.saw(question));
        key.ask(Api.json("message", question, "model", "gemma-3")).rest().complete();
    }

    @Test
    void noModelStandsInThatTheKeyMayNotAsk() {
        var key = MadeKey.of(user, MadeKey.named().add("models", list("qwen2.5", "gpt-4")))
                .api();
        var question = Providers.quick(2) + " [[qwen:fault=status:500]]";
        assertEquals("gpt-4", key.hear(question).complete().getString("model"));
        var single =
                MadeKey.of(user, MadeKey.named().add("models", list("qwen2.5"))).api();
        var lost = Providers.quick(2) + " [[qwen:fault=status:500]]";
        assertEquals("ALL_MODELS_FAILED", single.hear(lost).error());
        assertTrue(Providers.saw(lost).stream().allMatch(seen -> seen.vendor().equals("qwen")));
    }

    @Test
    void aKeyHasLimitsOfItsOwn() {
        var key = MadeKey.of(user, MadeKey.named().add("requestsPerMinute", 2)).api();
        key.hear(Providers.quick(1)).complete();
        key.hear(Providers.quick(1)).complete();
        var refused = key.post("/api/chat/stream", Api.json("message", "Too fast"));
        assertEquals("RATE_LIMITED", refused.problem(429).getString("code"));
        assertTrue(Integer.parseInt(refused.header("Retry-After")) > 0);
        Completion.of(key, Completion.asking("Too fast")).error(429);
        user.hear(Providers.quick(1)).complete();
    }

    @Test
    void aKeyHasAsManyRunningAnswersAsItMay() {
        var key = MadeKey.of(user, MadeKey.named().add("answersAtOnce", 1)).api();
        try (var running = key.ask(Providers.question("tokens=200 first=0 delay=20"))) {
            var begun = running.next(2);
            var refused = key.post("/api/chat/stream", Api.json("message", "One more"));
            assertTrue(refused.problem(429).getString("detail").contains("API key"), refused.body());
            user.hear(Providers.quick(1)).complete();
            user.delete("/api/chat/answers/" + begun.answerId()).with(204);
        }
    }

    @Test
    void aKeyHasABudgetOfItsOwn() {
        var key = MadeKey.of(
                user, MadeKey.named().add("budget", Json.createObjectBuilder().add("dayLimit", 1)));
        key.api().hear(Providers.quick(3)).complete();
        user.hear(Providers.quick(3)).complete();
        var booked = user.get(LEDGER + "&apiKeyId=" + key.id()).array().getJsonObject(0);
        var status = user.get(key.at() + "/budget").with(200).json();
        assertEquals(
                0,
                booked.getJsonNumber("cost")
                        .bigDecimalValue()
                        .compareTo(dollars(status.getJsonObject("day"), "spent")));
        assertEquals(0, BigDecimal.ZERO.compareTo(dollars(status, "held")));
        change(key, MadeKey.named().add("budget", Json.createObjectBuilder().add("monthLimit", 0)));
        var refused = key.api().post("/api/chat/stream", Api.json("message", "Too dear"));
        assertEquals("BUDGET_EXCEEDED", refused.problem(402).getString("code"));
        assertTrue(refused.json().getString("detail").contains("API key"), refused.body());
        assertEquals(
                "insufficient_quota",
                Completion.of(key.api(), Completion.asking("Too dear"))
                        .error(429)
                        .getString("code"));
        user.hear(Providers.quick(1)).complete();
        change(key, MadeKey.named());
        key.api().hear(Providers.quick(1)).complete();
    }

    @Test
    void aServicesBudgetIsThatOfItsIdentity() {
        var key = MadeKey.ofService(
                admin, MadeKey.named().add("budget", Json.createObjectBuilder().add("dayLimit", 0)));
        key.api().post("/api/chat/stream", Api.json("message", "Too dear")).problem(402);
        assertEquals(
                0,
                admin.get("/api/admin/budgets/" + key.view().getString("userId"))
                        .with(200)
                        .json()
                        .getInt("dayLimit"));
    }

    @Test
    void aKeyIsUsedFromItsAddressesOnly() {
        var key = MadeKey.of(user, MadeKey.named().add("addresses", list("198.51.100.0/24", "2001:db8::1")))
                .api();
        var refused = key.get("/api/auth/me");
        assertTrue(refused.problem(403).getString("detail").contains("127.0.0.1"), refused.body());
        Completion.of(key, Completion.asking("From elsewhere")).error(403);
        key.with("X-Forwarded-For", "198.51.100.9").get("/api/auth/me").with(200);
        key.with("X-Forwarded-For", "2001:db8:0::1").get("/api/auth/me").with(200);
        key.with("X-Forwarded-For", "198.51.101.9").get("/api/auth/me").problem(403);
        assertEquals(200, key.get("/health/live").status());
    }

    @Test
    void whatIsNoValidKeyIsRefusedWithTheReason() {
        var key = MadeKey.of(user, MadeKey.named());
        var text = key.text();
        var mistyped = text.substring(0, 20) + (text.charAt(20) == 'a' ? 'b' : 'a') + text.substring(21);
        refused(mistyped, "character");
        refused(text.substring(0, 40), "cut off");
        refused("bat_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcd25lQ9O", "not known");
        Database.run("update api_key set expires_at = now(), changed_at = clock_timestamp() where id = ?", key.id());
        Await.until("it has expired", () -> key.api().get("/api/auth/me").status(), status -> status == 401);
        refused(text, "expired");
        key.revoke();
        key.revoke();
        refused(text, "revoked");
        user.put(key.at(), MadeKey.named().build()).problem(403);
        user.post(key.at() + "/rotate", JsonValue.EMPTY_JSON_OBJECT).problem(403);
        assertTrue(user.get(key.at()).json().containsKey("revokedAt"));
    }

    private static void refused(String text, String why) {
        var refusal = Api.bearing(text).get("/api/auth/me").problem(401).getString("detail");
        assertTrue(refusal.contains(why), refusal);
        assertEquals(
                "invalid_api_key",
                Completion.of(Api.bearing(text), Completion.asking("Who is there?"))
                        .error(401)
                        .getString("code"));
    }

    @Test
    void aRotationLeavesTheSecretBeforeValidForItsTime() {
        var key = MadeKey.of(user, MadeKey.named());
        var next = user.post(key.at() + "/rotate", JsonValue.EMPTY_JSON_OBJECT)
                .with(200)
                .json();
        assertTrue(Instant.parse(next.getString("oldSecretUntil")).isAfter(Instant.now()));
        for (var text : List.of(key.text(), next.getString("key"))) {
            assertEquals(
                    key.id().toString(),
                    Api.bearing(text).get("/api/auth/me").json().getString("apiKeyId"));
        }
        var last = user.post(key.at() + "/rotate", Api.json("overlap", "PT0S"))
                .with(200)
                .json();
        assertFalse(last.containsKey("oldSecretUntil"));
        refused(key.text(), "not known");
        refused(next.getString("key"), "not known");
        Api.bearing(last.getString("key")).get("/api/auth/me").with(200);
        user.post(key.at() + "/rotate", Api.json("overlap", "P91D")).problem(400, "overlap");
    }

    @Test
    void whoeverReadAnOlderVersionDoesNotOverwriteIt() {
        var key = MadeKey.of(user, MadeKey.named());
        var read = user.get(key.at()).with(200).header("ETag");
        var matching = user.with("If-Match", read);
        var changed = matching.put(key.at(), MadeKey.named().build()).with(200).header("ETag");
        assertNotEquals(read, changed);
        assertEquals(
                "VERSION_CONFLICT",
                matching.put(key.at(), MadeKey.named().build()).problem(409).getString("code"));
        matching.post(key.at() + "/rotate", JsonValue.EMPTY_JSON_OBJECT).problem(409);
        user.with("If-Match", changed)
                .post(key.at() + "/rotate", JsonValue.EMPTY_JSON_OBJECT)
                .with(200);
    }

    @Test
    void whatIsDoneWithKeysIsOnRecord() {
        var key = MadeKey.ofService(admin, MadeKey.named().add("requestsPerMinute", 5));
        change(key, MadeKey.named().add("requestsPerMinute", 6));
        admin.post(key.at() + "/rotate", JsonValue.EMPTY_JSON_OBJECT).with(200);
        key.revoke();
        var records = Database.rows(
                "select action, old_value::text as old, new_value::text as new from audit_record where subject = ? order by 1",
                "key:" + key.id());
        assertEquals(
                List.of("api-key-changed", "api-key-created", "api-key-revoked", "api-key-rotated"),
                records.stream().map(row -> row.get("action")).toList());
        assertTrue(records.getFirst().get("old").toString().contains("5"), records::toString);
        assertTrue(records.getFirst().get("new").toString().contains("6"), records::toString);
        assertFalse(records.toString().contains(key.text()), records::toString);
    }

    @Test
    void aKeyHasAtMostTheRolesOfItsOwner() {
        user.post(MadeKey.OWN, MadeKey.named().add("roles", list("admin")).build())
                .problem(400, "roles");
        var weak = MadeKey.of(admin, MadeKey.named());
        weak.api().get(MadeKey.ALL).problem(403);
        var strong = MadeKey.of(admin, MadeKey.named().add("roles", list("admin")));
        strong.api().get(MadeKey.ALL).with(200);
        var anothers = MadeKey.of(user, MadeKey.named());
        admin.put(
                        MadeKey.ALL + "/" + anothers.id(),
                        MadeKey.named().add("roles", list("admin")).build())
                .problem(400, "roles");
    }

    @Test
    void noKeyMakesOrChangesKeys() {
        var key = MadeKey.ofService(admin, MadeKey.named().add("roles", list("user", "admin")));
        for (var path : List.of(MadeKey.OWN, MadeKey.ALL)) {
            key.api().post(path, MadeKey.named().build()).problem(403);
        }
        key.api().put(key.at(), MadeKey.named().build()).problem(403);
        key.api().post(key.at() + "/rotate", JsonValue.EMPTY_JSON_OBJECT).problem(403);
        key.api().delete(key.at()).problem(403);
        key.api().get(key.at() + "/budget").with(200);
    }

    @Test
    void noCookieOutlivesAKey() {
        var key = MadeKey.of(user, MadeKey.named()).api();
        var sent = key.post("/api/chat/message", Api.json("message", Providers.quick(1)))
                .with(200);
        assertEquals(List.of(), sent.headers().allValues("Set-Cookie"));
        key.send("POST", "/api/auth/session", new byte[0]).problem(403);
    }

    @Test
    void thatAKeyIsUsedIsSeen() {
        var key = MadeKey.of(user, MadeKey.named());
        assertFalse(user.get(key.at()).json().containsKey("lastUsedAt"));
        key.api().get("/api/auth/me").with(200);
        var used = Await.until(
                "its use is stored",
                Duration.ofSeconds(90),
                () -> user.get(key.at()).json(),
                view -> view.containsKey("lastUsedAt"));
        assertTrue(Instant.parse(used.getString("lastUsedAt")).isAfter(Instant.parse(used.getString("createdAt"))));
    }

    @Test
    void onePersonHasNoMoreKeysThanTheSettingAllows() {
        for (var i = 0; i < 20; i++) {
            MadeKey.of(user, MadeKey.named());
        }
        user.post(MadeKey.OWN, MadeKey.named().build()).problem(403);
        user.delete(MadeKey.OWN + "/" + ids(user.get(MadeKey.OWN).json()).getFirst())
                .with(204);
        MadeKey.of(user, MadeKey.named());
        assertEquals(21, user.get(MadeKey.OWN + "?limit=5").json().getInt("total"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"requestsPerMinute", "answersAtOnce"})
    void aLimitIsAPositiveNumber(String member) {
        for (var wrong : List.of(Json.createValue(0), Json.createValue("5"), Json.createValue(1.5))) {
            user.post(MadeKey.OWN, MadeKey.named().add(member, wrong).build()).problem(400, member);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "name | ''",
                "name | 1",
                "models | ['gpt-9']",
                "models | []",
                "models[0] | [1]",
                "addresses | ['10.0.0.0/33']",
                "addresses | ['10.0.0.1/8']",
                "addresses | ['blog.example']",
                "roles | ['king']",
                "expiresAt | '2026-01-01T00:00:00Z'",
                "expiresAt | 'tomorrow'",
                "budget | 5",
            })
    void whatIsWrongIsNamed(String field, String value) {
        var member = field.replaceFirst("\\[.*", "");
        var json = "{\"name\": \"A key\", \"" + member + "\": " + value.strip().replace('\'', '"') + "}";
        user.post(MadeKey.OWN, Api.parse(json)).problem(400, field);
    }

    @Test
    void whatIsWrongOfABudgetIsNamed() {
        var json = MadeKey.named()
                .add("budget", Json.createObjectBuilder().add("dayLimit", -1))
                .build();
        user.post(MadeKey.OWN, json).problem(400, "budget.dayLimit");
    }

    private static int requests(Api user, int expected) {
        return Await.until(
                "statistics count them",
                () -> user.get("/api/usage/statistics").json().getInt("totalRequests"),
                count -> count >= expected);
    }

    private static void change(MadeKey key, JsonObjectBuilder members) {
        key.maker().put(key.at(), members.build()).with(200);
    }

    private static BigDecimal dollars(JsonObject json, String member) {
        return json.getJsonNumber(member).bigDecimalValue();
    }

    private static JsonArray list(String... texts) {
        return Json.createArrayBuilder(List.of(texts)).build();
    }

    private static List<String> ids(JsonObject page) {
        return texts(page.getJsonArray("keys"), "id");
    }

    private static List<String> texts(JsonArray objects, String member) {
        return objects.stream()
                .map(each -> each.asJsonObject().getString(member))
                .toList();
    }
}
