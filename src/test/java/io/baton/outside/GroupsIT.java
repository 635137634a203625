package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.dev.TestServer;
import io.baton.testing.Api;
import io.baton.testing.Await;
import io.baton.testing.Database;
import io.baton.testing.SteadyHour;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Groups, by token or by an admin: which models their members may ask, how fast, and that together they never spend too much. */
class GroupsIT {
    private static final String SLOW = "tokens=80 first=0 delay=100";
    private static final Duration EVERYWHERE = Duration.ofSeconds(2);

    private final Api admin = Api.of("admin");
    private final String name = "group " + UUID.randomUUID();
    private final List<String> made = new ArrayList<>();

    @AfterEach
    void theGroupsAreGone() {
        made.forEach(path -> admin.delete(path));
    }

    @Test
    void whoseTokenNamesTheGroupMayAskItsModelsAndNoOthers() {
        group(only("gemma-3"));
        for (var member : List.of(member(name), cookie(member(name)))) {
            assertEquals(List.of("gemma-3"), models(member));
            assertEquals(
                    name,
                    member.get("/api/groups").with(200).array().getJsonObject(0).getString("name"));
        }
        var listed = member(name).get("/v1/models").with(200).json().getJsonArray("data");
        assertEquals(
                List.of("gemma-3"),
                listed.getValuesAs(JsonObject.class).stream()
                        .map(model -> model.getString("id"))
                        .toList());
        assertTrue(models(Api.somebody()).size() > 1);
    }

    @Test
    void aModelThatOneMayNotAskIsRefusedInWordsOnBothWires() {
        group(only("gemma-3"));
        var member = member(name);
        var question = Api.json("message", Providers.quick(2), "model", "gpt-4");
        for (var path : List.of("/api/chat/stream", "/api/chat/message")) {
            var refused = member.post(path, question).problem(403);
            assertEquals("FORBIDDEN", refused.getString("code"));
            assertTrue(refused.getString("detail").contains("gpt-4"), refused::toString);
        }
        member.get("/api/chat/stream?model=gpt-4&message=Why").problem(403);
        assertEquals(
                "您无权使用模型 gpt-4。GET /api/models 会列出您可以使用的模型。",
                member.with("Accept-Language", "zh")
                        .post("/api/chat/stream", question)
                        .problem(403)
                        .getString("detail"));
        for (var refused :
                List.of(member.post("/v1/chat/completions", completion("gpt-4")), member.get("/v1/models/gpt-4"))) {
            var error = refused.with(403).json().getJsonObject("error");
            assertEquals("invalid_request_error", error.getString("type"));
            assertEquals("insufficient_permissions", error.getString("code"));
            assertTrue(error.getString("message").contains("gpt-4"), error::toString);
        }
        assertEquals(0, Database.count("answer where user_id = ?", member.userId()));
        member.post("/v1/chat/completions", completion("gemma-3")).with(200);
    }

    @Test
    void whoNamesNoModelGetsOneThatTheyMayAsk() {
        group(only("gpt-4"));
        try (var stream = member(name).ask(Providers.quick(2))) {
            assertEquals("gpt-4", stream.rest().complete().getString("model"));
        }
    }

    @Test
    void failoverAsksNoModelThatTheAskerMayNotAsk() {
        group(only("qwen2.5", "gpt-4"));
        var question = "Question " + UUID.randomUUID() + " [[qwen:fault=status:500]] [[tokens=3 first=0 delay=0]]";
        try (var stream = member(name).ask(question)) {
            assertEquals("gpt-4", stream.rest().complete().getString("model"));
        }
        assertEquals(List.of("qwen", "openai"), vendors(question));
    }

    @Test
    void anAnswerEndsRatherThanGoOnWithAModelThatTheAskerMayNotAsk() {
        group(only("qwen2.5"));
        for (var fault : List.of("fault=status:500", "fault=reset at=3")) {
            var question = "Question " + UUID.randomUUID() + " [[qwen:" + fault + "]] [[tokens=8 first=0 delay=0]]";
            try (var stream = member(name).ask(question)) {
                stream.rest();
            }
            assertEquals(List.of("qwen"), vendors(question).stream().distinct().toList(), fault);
        }
    }

    @Test
    void anAdminPutsUsersInAndTakesThemOut() {
        var path = group(only("gemma-3"));
        var user = Api.somebody();
        var member = path + "/members/" + user.userId();
        admin.send("PUT", member, null).with(204);
        admin.send("PUT", member, null).with(204);
        assertEquals(List.of("gemma-3"), models(user));
        var page = admin.get(path + "/members").with(200).json();
        assertEquals(1, page.getInt("total"));
        assertEquals(user.userId(), page.getJsonArray("members").getString(0));
        admin.delete(member).with(204);
        assertTrue(models(user).size() > 1);
    }

    /** As another node changes it: this one is not told. */
    @Test
    void aChangeHoldsOnOtherNodesWithinTwoSeconds() {
        var path = group(only("gemma-3"));
        var member = member(name);
        assertEquals(List.of("gemma-3"), models(member));
        Database.run(
                "update user_group set models = array['gpt-4'], changes = changes + 1 where id = cast(? as integer)",
                path.substring(path.lastIndexOf('/') + 1));
        Await.until("the change is known", EVERYWHERE, () -> models(member), List.of("gpt-4")::equals);
    }

    @Test
    void ofSeveralGroupsEachAllowsItsModelsTheHighestLimitAppliesAndTheFirstPays() {
        var first = group(only("gemma-3").add("priority", 1).add("requestsPerMinute", 2));
        var other = "other " + UUID.randomUUID();
        group(only("gpt-4").add("name", other).add("priority", 2).add("requestsPerMinute", 3));
        var member = member(name, other);
        assertEquals(List.of("gemma-3", "gpt-4"), models(member));
        var own = member.get("/api/groups").with(200).array();
        assertEquals(
                List.of(name + " pays", other),
                own.getValuesAs(JsonObject.class).stream()
                        .map(each -> each.getString("name") + (each.getBoolean("pays") ? " pays" : ""))
                        .toList());
        for (var i = 0; i < 3; i++) {
            try (var stream = member.ask(Providers.quick(1))) {
                stream.rest().complete();
            }
        }
        member.post("/api/chat/stream", Api.json("message", "Too fast")).problem(429);
        assertEquals(
                3,
                Database.count(
                        "attempt where user_id = ? and 'group/' || group_id = ?",
                        member.userId(),
                        "group/" + first.substring(first.lastIndexOf('/') + 1)));
    }

    @Test
    void aMemberMayHaveAsManyAnswersAtOnceAsTheGroupSays() {
        group(Json.createObjectBuilder().add("simultaneousAnswers", 1));
        var member = member(name);
        try (var running = member.ask(Providers.question(SLOW))) {
            running.next(2);
            member.post("/api/chat/stream", Api.json("message", "Too many")).problem(429);
            member.delete("/api/chat/answers/" + answerOf(member)).with(204);
            running.rest().complete();
        }
    }

    @Test
    void ofTwentyMembersAtOnceTheGroupsBudgetForThreeLetsThreeInAtMost() throws Exception {
        SteadyHour.begin();
        var hold = holdOfOne();
        var limit = hold.multiply(new BigDecimal("3.5")).setScale(9, RoundingMode.HALF_UP);
        var path = group(Json.createObjectBuilder()
                .add("budget", Json.createObjectBuilder().add("dayLimit", limit).add("monthLimit", limit)));
        var members = Stream.generate(() -> member(name)).limit(20).toList();
        List<Callable<Integer>> calls = members.stream()
                .map(api -> (Callable<Integer>)
                        () -> api.post("/api/chat/stream", slowQuestion()).status())
                .toList();
        var accepted = 0L;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var call : threads.invokeAll(calls)) {
                assertTrue(List.of(200, 402).contains(call.get()), () -> "status " + call);
                accepted += call.get() == 200 ? 1 : 0;
            }
        }
        assertTrue(accepted >= 1 && accepted <= 3, accepted + " were accepted");
        var id = Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
        assertEquals(accepted, Database.count("answer where group_id = ?", id));
        var ledger = (BigDecimal) Database.row("select sum(cost) as cost from attempt where group_id = ?", id)
                .get("cost");
        var accounts = Database.rows("select * from budget_account where owner = 'group:' || ?", id);
        assertEquals(2, accounts.size());
        for (var account : accounts) {
            assertEquals(0, ledger.compareTo((BigDecimal) account.get("spent")), account::toString);
            assertEquals(0, ((BigDecimal) account.get("held")).signum(), account::toString);
            assertTrue(ledger.compareTo(limit) <= 0);
        }
        var status = admin.get(path + "/budget").with(200).json();
        assertEquals(0, ledger.compareTo(status.getJsonNumber("spent").bigDecimalValue()));
        assertEquals(
                status.getJsonObject("day"),
                members.getFirst()
                        .get("/api/groups")
                        .with(200)
                        .array()
                        .getJsonObject(0)
                        .getJsonObject("budget")
                        .getJsonObject("day"));
    }

    @Test
    void aRefusalSaysThatItIsTheGroupsBudget() {
        group(Json.createObjectBuilder()
                .add("budget", Json.createObjectBuilder().add("dayLimit", 0).add("timeZone", "Asia/Shanghai")));
        var refused = member(name)
                .post("/api/chat/stream", Api.json("message", "Too dear"))
                .problem(402);
        assertTrue(refused.getString("detail").startsWith("Your group's budget"), refused::toString);
        assertTrue(refused.getString("resetsAt").endsWith("T16:00:00Z"), refused::toString);
    }

    @Test
    void thousandsOfNamesInATokenGiveAShortSession() {
        group(only("gemma-3"));
        var names = Stream.concat(IntStream.range(0, 1_000).mapToObj(i -> "g" + i), Stream.of(name))
                .toArray(String[]::new);
        var cookie = sessionOf(member(names));
        assertTrue(cookie.length() < 1_500, () -> cookie.length() + " characters");
        assertEquals(List.of("gemma-3"), models(new Api(java.util.Map.of("Cookie", cookie))));
    }

    @Test
    void whoIsInNoGroupIsInTheDefaultOne() {
        var path = group(only("qwen2.5").add("name", "default"));
        assertEquals(List.of("qwen2.5"), models(Api.somebody()));
        group(only("gemma-3"));
        assertEquals(List.of("gemma-3"), models(member(name)));
        admin.delete(path).with(204);
        assertTrue(models(Api.somebody()).size() > 1);
    }

    @Test
    void nobodyOverwritesWhatTheyHaveNotRead() {
        var path = group(only("gemma-3"));
        var read = admin.get(path).with(200);
        assertEquals('"' + read.json().getString("version") + '"', read.header("ETag"));
        var changed = body(only("gpt-4")).build();
        var second =
                admin.with("If-Match", read.header("ETag")).put(path, changed).with(200);
        admin.with("If-Match", read.header("ETag")).put(path, changed).problem(409);
        admin.with("If-Match", read.header("ETag")).delete(path).problem(409);
        assertEquals("gpt-4", second.json().getJsonArray("models").getString(0));
        assertEquals(second.body(), admin.get(path).with(200).body());
        admin.with("If-Match", second.header("ETag")).delete(path).with(204);
        admin.get(path).problem(404);
    }

    @Test
    void aBudgetIsNotOverwrittenEither() {
        var path = "/api/admin/budgets/" + Api.somebody().userId();
        var ten = Json.createObjectBuilder().add("dayLimit", 10).build();
        var set = admin.put(path, ten).with(200).header("ETag");
        assertEquals(set, admin.get(path).with(200).header("ETag"));
        admin.with("If-Match", set)
                .put(path, Json.createObjectBuilder().add("dayLimit", 11).build())
                .with(200);
        admin.with("If-Match", set).put(path, ten).problem(409);
        admin.with("If-Match", set).delete(path).problem(409);
        admin.delete(path).with(204);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | name",
                "{\"name\": \"\"} | name",
                "{\"name\": \" a\"} | name",
                "{\"name\": 7} | name",
                "{\"name\": \"a\", \"models\": []} | models",
                "{\"name\": \"a\", \"models\": [\"gpt-4\", \"gpt-nobody\"]} | models[1]",
                "{\"name\": \"a\", \"models\": \"gpt-4\"} | models",
                "{\"name\": \"a\", \"priority\": -1} | priority",
                "{\"name\": \"a\", \"requestsPerMinute\": 0} | requestsPerMinute",
                "{\"name\": \"a\", \"simultaneousAnswers\": 1.5} | simultaneousAnswers",
                "{\"name\": \"a\", \"budget\": 5} | budget",
                "{\"name\": \"a\", \"budget\": {\"dayLimit\": -1}} | budget.dayLimit",
                "{\"name\": \"a\", \"budget\": {\"timeZone\": \"Shanghai\"}} | budget.timeZone"
            })
    void whatCanNotBeTakenIsNamed(String body, String field) {
        admin.send("POST", "/api/admin/groups", body.getBytes()).problem(400, field);
    }

    @Test
    void strangeIdsAndNamesAreRefused() {
        var path = group(only("gemma-3"));
        admin.post("/api/admin/groups", body(only("gpt-4")).build()).problem(400, "name");
        for (var id : List.of("0", "x", "-1", "99999999999", "999999999")) {
            admin.get("/api/admin/groups/" + id).problem(404);
            admin.send("PUT", "/api/admin/groups/" + id + "/members/" + "0".repeat(32), null)
                    .problem(404);
        }
        admin.send("PUT", path + "/members/somebody", null).problem(400, "userId");
        admin.put("/api/admin/budgets/group:1", Json.createObjectBuilder().build())
                .problem(400, "userId");
    }

    @Test
    void onlyAnAdminSeesAndChangesThem() {
        var path = group(only("gemma-3"));
        var user = member(name);
        user.get("/api/admin/groups").with(403);
        user.get(path).with(403);
        user.put(path, body(only("gpt-4")).build()).with(403);
        user.send("PUT", path + "/members/" + user.userId(), null).with(403);
        user.delete(path).with(403);
        assertFalse(admin.get("/api/admin/groups?limit=200")
                .with(200)
                .json()
                .getJsonArray("groups")
                .isEmpty());
    }

    /** Gives its path. */
    private String group(JsonObjectBuilder settings) {
        var created = admin.post("/api/admin/groups", body(settings).build()).with(201);
        var path = "/api/admin/groups/" + created.json().getInt("id");
        assertTrue(created.header("Location").endsWith(path), created.header("Location"));
        made.add(path);
        return path;
    }

    private JsonObjectBuilder body(JsonObjectBuilder settings) {
        return Json.createObjectBuilder().add("name", name).addAll(settings);
    }

    private static JsonObjectBuilder only(String... models) {
        return Json.createObjectBuilder().add("models", Json.createArrayBuilder(List.of(models)));
    }

    private static Api member(String... groups) {
        var issuer = TestServer.running().issuer();
        return Api.bearing(issuer.sign(issuer.claims("m" + UUID.randomUUID(), groups)));
    }

    /** The same user, by the cookie of a session. */
    private static Api cookie(Api bearer) {
        return new Api(java.util.Map.of("Cookie", sessionOf(bearer)));
    }

    private static String sessionOf(Api bearer) {
        var session = bearer.send("POST", "/api/auth/session", new byte[0]).with(204);
        return session.headers().allValues("Set-Cookie").getFirst().split(";", 2)[0];
    }

    private static List<String> models(Api caller) {
        return caller.get("/api/models").with(200).array().getValuesAs(JsonObject.class).stream()
                .map(model -> model.getString("id"))
                .toList();
    }

    private static List<String> vendors(String question) {
        return Providers.saw(question).stream().map(each -> each.vendor()).toList();
    }

    private static JsonObject completion(String model) {
        var message = Json.createObjectBuilder().add("role", "user").add("content", Providers.quick(2));
        return Json.createObjectBuilder()
                .add("model", model)
                .add("messages", Json.createArrayBuilder().add(message))
                .build();
    }

    private static JsonObject slowQuestion() {
        return Json.createObjectBuilder()
                .add("message", Providers.question(SLOW))
                .add("maxTokens", 100)
                .build();
    }

    /** What is held for one of the slow questions: all are equally long. */
    private static BigDecimal holdOfOne() {
        var somebody = Api.somebody();
        try (var stream = somebody.ask(slowQuestion())) {
            stream.next(2);
            var amount = (BigDecimal) Database.row("select amount from hold where user_id = ?", somebody.userId())
                    .get("amount");
            somebody.delete("/api/chat/answers/" + answerOf(somebody)).with(204);
            stream.rest().complete();
            return amount;
        }
    }

    private static Object answerOf(Api user) {
        return Database.row("select answer_id from hold where user_id = ?", user.userId())
                .get("answer_id");
    }
}
