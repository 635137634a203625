package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baton.testing.Api;
import io.baton.testing.Database;
import io.baton.testing.Frames;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Three accounts against what belongs to another: refused on every path, and nothing is changed. */
class OwnershipIT {
    private static final List<String> ACCOUNTS = List.of("author", "reader", "admin");
    private static final String CONVERSATION = "/api/chat/conversations/";
    private static final String ANSWER = "/api/chat/answers/";

    private static Frames owned;
    private static Api owner;
    private static String conversation;

    /** A call by its method and path, where C is the conversation, A the answer, U the owner and ? the query. */
    record Call(String account, String method, String path) {}

    @BeforeAll
    static void theOwnerHasAConversation() {
        owner = Api.somebody();
        owned = owner.hear(Providers.quick(3));
        conversation = owned.complete().getString("conversationId");
    }

    static List<Call> callsByOthers() {
        return ACCOUNTS.stream()
                .flatMap(account -> List.of(
                                "GET " + CONVERSATION + "{C}/messages",
                                "GET " + CONVERSATION + "{C}/export",
                                "GET " + CONVERSATION + "{C}/export?format=json",
                                "DELETE " + CONVERSATION + "{C}",
                                "GET /api/chat/stream?conversationId={C}",
                                "GET /api/chat/stream?conversationId={C}&message=Mine",
                                "GET " + ANSWER + "{A}/events",
                                "DELETE " + ANSWER + "{A}")
                        .stream()
                        .map(call -> new Call(account, call.split(" ")[0], call.split(" ")[1])))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("callsByOthers")
    void whatIsAnothersIsForbidden(Call call) {
        var api = Api.of(call.account());
        api.send(call.method(), filled(call.path(), conversation, owned.answerId()), null)
                .problem(403);
        assertNothingChanged();
    }

    @ParameterizedTest
    @ValueSource(strings = {"author", "reader", "admin"})
    void nobodyWritesIntoAnothersConversation(String account) {
        var api = Api.of(account);
        var question = Api.json("message", "Mine", "conversationId", conversation);
        api.post("/api/chat/message", question).problem(403);
        api.post("/api/chat/stream", question).problem(403);
        api.patch(CONVERSATION + conversation, Api.json("title", "Mine")).problem(403);
        var keyed = api.with("Idempotency-Key", UUID.randomUUID().toString());
        keyed.post("/api/chat/message", question).problem(403);
        assertNothingChanged();
        assertEquals(
                0, Database.count("idempotency where key = ?", keyed.headers().get("Idempotency-Key")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"author", "reader", "admin"})
    void aLastEventIdOfAnothersAnswerIsForbidden(String account) {
        var api = Api.of(account);
        var returning = api.with("Last-Event-ID", owned.first().id());
        returning.get("/api/chat/stream").problem(403);
        returning.get("/api/chat/stream?conversationId=" + conversation).problem(403);
        returning.get(ANSWER + owned.answerId() + "/events").problem(403);
        var own = api.hear(Providers.quick(1));
        returning.get(ANSWER + own.answerId() + "/events").problem(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"author", "reader"})
    void aUserSeesOnlyTheirOwnUsage(String account) {
        var api = Api.of(account);
        var others = owner.userId();
        for (var path : List.of("statistics", "projection")) {
            api.get("/api/usage/" + path + "?userId=" + others).problem(403);
            api.get("/api/usage/" + path + "?userId=me").with(200);
        }
        Api.of("admin").get("/api/usage/statistics?userId=" + others).with(200);
        Api.of("admin").get("/api/usage/projection?userId=" + others).with(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"author", "reader"})
    void aUserSeesOnlyTheirOwnBudget(String account) {
        var api = Api.of(account);
        api.get("/api/usage/budget?userId=" + owner.userId()).problem(403);
        api.get("/api/usage/budget?userId=me").with(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"author", "reader"})
    void administrationIsForAdmins(String account) {
        var body = "{\"limit\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        var api = Api.of(account);
        assertEquals(
                403,
                api.send("PUT", "/api/admin/budgets/" + owner.userId(), body).status());
        assertEquals(403, api.get("/console/").status());
    }

    @Test
    void nobodySeesAnothersConversationsInTheirList() {
        for (var account : ACCOUNTS) {
            var list = Api.of(account)
                    .get("/api/chat/conversations?limit=200&q=" + title())
                    .with(200)
                    .json();
            assertEquals(0, list.getInt("total"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/chat/conversations/{C}/messages",
        "GET, /api/chat/conversations/{C}/export",
        "DELETE, /api/chat/conversations/{C}",
        "GET, /api/chat/answers/{A}/events",
        "DELETE, /api/chat/answers/{A}",
        "GET, /api/chat/nothing",
        "GET, /api/nothing"
    })
    void whatThereIsNotIsNotFound(String method, String path) {
        owner.send(method, filled(path, UUID.randomUUID().toString(), UUID.randomUUID()), null)
                .problem(404);
    }

    @Test
    void aConversationThatThereIsNotIsSaidSoInAFrame() {
        try (var stream = owner.follow(UUID.randomUUID().toString())) {
            var refusal = stream.rest();
            assertEquals(List.of("end:NOT_FOUND"), refusal.ids());
            assertEquals("NOT_FOUND", refusal.error());
        }
        owner.patch(CONVERSATION + UUID.randomUUID(), Api.json("title", "None")).problem(404);
    }

    private static String filled(String path, String conversation, UUID answer) {
        return path.replace("{C}", conversation).replace("{A}", answer.toString());
    }

    private static String title() {
        return Api.encoded(title(conversation));
    }

    private static String title(String id) {
        return (String) Database.row("select title from conversation where id = ?", UUID.fromString(id))
                .get("title");
    }

    private static void assertNothingChanged() {
        var shown =
                owner.get(CONVERSATION + conversation + "/messages").with(200).json();
        assertEquals(2, shown.getInt("total"));
        assertEquals(
                Json.createValue("user"),
                shown.getJsonArray("messages")
                        .getValuesAs(JsonObject.class)
                        .getFirst()
                        .get("role"));
        assertEquals(1, Database.attempts(owned.answerId()).size());
    }
}
