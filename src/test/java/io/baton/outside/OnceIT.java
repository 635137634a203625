package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.baton.scripted.SeenRequest;
import io.baton.testing.Api;
import io.baton.testing.Await;
import io.baton.testing.Database;
import io.baton.testing.Frame;
import io.baton.testing.Frames;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One question, one bill, however often it is sent. */
class OnceIT {
    private static final int TIMES = 8;
    private final Api user = Api.somebody();
    private final Api keyed = user.with("Idempotency-Key", UUID.randomUUID().toString());

    @Test
    void theSameKeyFindsTheSameQuestion() {
        var question = Api.json("message", Providers.quick(2));
        assertEquals(keyed.tell(question), keyed.tell(question));
        assertEquals(1, questions(question.getString("message")));
    }

    @Test
    void theSameKeyFindsTheSameAnswer() {
        var question = Api.json("message", Providers.quick(5));
        try (var first = keyed.ask(question);
                var second = keyed.ask(question)) {
            assertEquals(first.rest(), second.rest());
        }
        try (var later = keyed.ask(question)) {
            later.rest().complete();
        }
        assertOneOfAll(question.getString("message"));
    }

    @Test
    void theSameKeyAnswersAcrossBothCalls() {
        var question = Api.json("message", Providers.quick(5));
        var sent = keyed.tell(question);
        try (var stream = keyed.ask(question)) {
            assertEquals(
                    sent.getString("conversationId"), stream.rest().complete().getString("conversationId"));
        }
        assertOneOfAll(question.getString("message"));
    }

    @Test
    void theSameKeyWithAnotherBodyIsRefused() {
        keyed.tell(Api.json("message", Providers.quick(1)));
        keyed.post("/api/chat/message", Api.json("message", "Another")).problem(422);
        keyed.post("/api/chat/stream", Api.json("message", "Another")).problem(422);
        assertEquals(0, questions("Another"));
    }

    @Test
    void theSameKeyOfAnotherUserIsAnotherKey() {
        var question = Api.json("message", Providers.quick(1));
        var other = Api.somebody().with("Idempotency-Key", keyed.headers().get("Idempotency-Key"));
        assertNotEquals(
                keyed.tell(question).getString("messageId"),
                other.tell(question).getString("messageId"));
    }

    @Test
    void aNewKeyIsANewQuestion() {
        var question = Providers.quick(1);
        var sent = keyed.tell(Api.json("message", question));
        var again = Api.json("message", question, "conversationId", sent.getString("conversationId"));
        var newKey = user.with("Idempotency-Key", UUID.randomUUID().toString());
        assertNotEquals(sent.getString("messageId"), newKey.tell(again).getString("messageId"));
        assertEquals(2, questions(question));
    }

    @Test
    void duplicatesAtTheSameMomentAreOneQuestion() {
        var question = Api.json("message", Providers.quick(3));
        var sent = atOnce(() -> keyed.tell(question));
        assertEquals(1, Set.copyOf(sent).size(), sent::toString);
        assertEquals(1, questions(question.getString("message")));
    }

    @Test
    void duplicatesAtTheSameMomentAreOneAnswer() {
        var question = Api.json("message", Providers.question("tokens=20 first=100 delay=5"));
        var heard = atOnce(() -> {
            try (var stream = keyed.ask(question)) {
                return stream.rest().all();
            }
        });
        assertEquals(
                1, Set.copyOf(heard.stream().map(OnceIT::withoutRetry).toList()).size());
        assertOneOfAll(question.getString("message"));
    }

    @Test
    void twoTabsThatFollowAtTheSameMomentShareOneAnswer() {
        var question = Providers.question("tokens=20 first=100 delay=5");
        var conversation = user.tell(Api.json("message", question)).getString("conversationId");
        var heard = atOnce(() -> {
            try (var stream = user.follow(conversation)) {
                return stream.rest();
            }
        });
        assertEquals(
                1,
                heard.stream().map(Frames::answerId).collect(Collectors.toSet()).size());
        heard.forEach(frames -> frames.assertNumbered(frames.answerId()));
        assertOneOfAll(question);
    }

    @Test
    void theSameTextIsTheSameQuestionWhileItIsUnanswered() {
        var question = Providers.question("tokens=60 first=0 delay=10");
        var sent = user.tell(Api.json("message", question));
        var again = Api.json("message", question, "conversationId", sent.getString("conversationId"));
        assertEquals(sent, user.tell(again));
        try (var first = user.ask(again)) {
            var begun = first.next(3);
            try (var second = user.ask(again)) {
                assertEquals(begun.then(first.rest()).ids(), second.rest().ids());
            }
        }
        assertOneOfAll(question);
    }

    @Test
    void theSameTextIsANewQuestionOnceItWasReadToItsEnd() {
        var question = Providers.quick(2);
        var conversation = user.hear(question).complete().getString("conversationId");
        try (var stream = user.ask(Api.json("message", question, "conversationId", conversation))) {
            stream.rest().complete();
        }
        assertEquals(2, questions(question));
        assertEquals(2, Providers.saw(question).size());
    }

    @Test
    void theSameTextFindsTheAnswerThatItsReaderLost() {
        var question = Providers.question("tokens=60 first=0 delay=15");
        Frames seen;
        try (var stream = user.ask(question)) {
            seen = stream.next(4);
        }
        Await.until(
                "the answer has ended without its reader",
                () -> Database.row("select * from answer where id = ?", seen.answerId()),
                row -> row.get("ended_at") != null && row.get("reader_left_at") != null);
        var again = Api.json(
                "message", question, "conversationId", seen.first().json().getString("conversationId"));
        try (var stream = user.ask(again)) {
            var whole = stream.rest();
            assertEquals(seen.answerId(), whole.answerId());
            assertEquals(Providers.numbered(60), whole.complete().getString("content"));
        }
        assertOneOfAll(question);
    }

    @Test
    void theSameTextForAnotherModelStopsTheFirstAnswerAndAsksThatModel() {
        var question = Providers.question("tokens=100 first=0 delay=20");
        var conversation = UUID.randomUUID().toString();
        try (var first = user.ask(forModel("qwen2.5", question, conversation))) {
            first.next(3);
            try (var second = user.ask(forModel("gemma-3", question, conversation))) {
                assertEquals("gemma-3", second.next(1).first().content().getString("model"));
                assertEquals("stopped", first.rest().complete().getString("finishReason"));
                assertEquals("gemma-3", second.rest().complete().getString("model"));
            }
        }
        assertEquals(2, questions(question));
        assertEquals(List.of("qwen", "gemma"), vendors(question));
    }

    @Test
    void theSameTextForAnotherModelIsNewWhereTheReaderHasLostTheFirstAnswer() {
        var question = Providers.question("tokens=30 first=0 delay=10");
        var conversation = UUID.randomUUID().toString();
        Frames seen;
        try (var stream = user.ask(forModel("qwen2.5", question, conversation))) {
            seen = stream.next(3);
        }
        Await.until(
                "the answer has ended without its reader",
                () -> Database.row("select * from answer where id = ?", seen.answerId()),
                row -> row.get("ended_at") != null && row.get("reader_left_at") != null);
        try (var stream = user.ask(forModel("gemma-3", question, conversation))) {
            assertEquals("gemma-3", stream.rest().complete().getString("model"));
        }
        assertEquals(2, questions(question));
    }

    @Test
    void aQuestionThatWaitsForItsAnswerGoesToTheModelThatWasNamedLast() {
        var question = Providers.quick(3);
        var conversation = UUID.randomUUID().toString();
        var sent = user.tell(forModel("qwen2.5", question, conversation));
        assertEquals(sent, user.tell(forModel("gemma-3", question, conversation)));
        assertEquals(sent, user.tell(Api.json("message", question, "conversationId", conversation)));
        try (var stream = user.listen("/api/chat/stream?conversationId=" + conversation)) {
            assertEquals("gemma-3", stream.rest().complete().getString("model"));
        }
        assertEquals(List.of("gemma"), vendors(question));
        assertAsked("gemma-3", "gemma-3", conversation);
    }

    @Test
    void aQuestionWhoseAnswerFailedGoesToTheModelThatIsNamedNow() {
        var question = Providers.question("fault=status:500");
        var conversation = UUID.randomUUID().toString();
        try (var stream = user.ask(forModel("qwen2.5", question, conversation))) {
            assertEquals("ALL_MODELS_FAILED", stream.rest().error());
        }
        try (var stream = user.ask(forModel("gemma-3", question, conversation))) {
            assertEquals("ALL_MODELS_FAILED", stream.rest().error());
        }
        try (var stream = user.listen("/api/chat/stream?model=gpt-4&conversationId=" + conversation)) {
            assertEquals("ALL_MODELS_FAILED", stream.rest().error());
        }
        assertEquals(1, questions(question));
        assertEquals(
                List.of("qwen", "gemma", "openai", "gemma", "openai", "qwen", "openai", "qwen", "gemma"),
                vendors(question));
        assertAsked("gpt-4", "gpt-4", conversation);
    }

    @Test
    void theListTellsTheModelThatWasAskedAndTheOneThatSpoke() {
        var question = Providers.question("qwen:fault=status:500") + "[[tokens=3 first=0 delay=0]]";
        var conversation = UUID.randomUUID().toString();
        try (var stream = user.ask(forModel("qwen2.5", question, conversation))) {
            assertEquals("gemma-3", stream.rest().complete().getString("model"));
        }
        assertAsked("qwen2.5", "gemma-3", conversation);
    }

    private void assertAsked(String asked, String spoke, String conversation) {
        var listed = user.get("/api/chat/conversations").with(200).json().getJsonArray("conversations").stream()
                .map(JsonValue::asJsonObject)
                .filter(each -> each.getString("id").equals(conversation))
                .findFirst()
                .orElseThrow();
        assertEquals(asked, listed.getString("askedModel"));
        if (!asked.equals(spoke)) {
            assertEquals(spoke, listed.getString("model"));
        }
        var messages = user.get("/api/chat/conversations/" + conversation + "/messages")
                .with(200)
                .json()
                .getJsonArray("messages");
        assertEquals(asked, messages.getJsonObject(0).getString("model"));
    }

    private static JsonObject forModel(String model, String question, String conversation) {
        return Api.json("message", question, "conversationId", conversation, "model", model);
    }

    private static List<String> vendors(String question) {
        return Providers.saw(question).stream().map(SeenRequest::vendor).toList();
    }

    @Test
    void theKeyOfAnOlderQuestionFindsItsAnswerAndStopsNoNewerOne() {
        var older = Api.json(
                "message",
                Providers.quick(2),
                "conversationId",
                UUID.randomUUID().toString());
        Frames answered;
        try (var stream = keyed.ask(older)) {
            answered = stream.rest();
        }
        assertNewerAnswerRunsOn(older.getString("conversationId"), () -> {
            try (var again = keyed.ask(older)) {
                assertEquals(answered.ids(), again.rest().ids());
            }
        });
    }

    @Test
    void theKeyOfAnOlderQuestionThatFailedSaysSoAndStopsNoNewerOne() {
        var question = Providers.question("fault=status:500");
        var older = Api.json(
                "message", question, "conversationId", UUID.randomUUID().toString());
        try (var stream = keyed.ask(older)) {
            assertEquals("ALL_MODELS_FAILED", stream.rest().error());
        }
        var requests = Providers.saw(question).size();
        assertNewerAnswerRunsOn(older.getString("conversationId"), () -> {
            try (var again = keyed.ask(older)) {
                assertEquals("ALL_MODELS_FAILED", again.rest().error());
            }
        });
        assertEquals(requests, Providers.saw(question).size());
    }

    @Test
    void theKeyOfAnOlderQuestionThatWasNeverAnsweredHasNothingToAnswer() {
        var older = Api.json(
                "message",
                Providers.quick(2),
                "conversationId",
                UUID.randomUUID().toString());
        var sent = keyed.tell(older);
        assertNewerAnswerRunsOn(older.getString("conversationId"), () -> {
            assertEquals(sent, keyed.tell(older));
            var refused = keyed.post("/api/chat/stream", older).problem(409);
            assertEquals("NOTHING_TO_ANSWER", refused.getString("code"));
        });
    }

    @Test
    void theKeyOfADeletedConversationFindsNothing() {
        var question = Api.json("message", Providers.quick(1));
        var conversation = keyed.tell(question).getString("conversationId");
        user.delete("/api/chat/conversations/" + conversation).with(204);
        keyed.post("/api/chat/message", question).problem(404);
        keyed.post("/api/chat/stream", question).problem(404);
    }

    private void assertNewerAnswerRunsOn(String conversation, Runnable meanwhile) {
        var newer =
                Api.json("message", Providers.question("tokens=50 first=0 delay=20"), "conversationId", conversation);
        try (var stream = user.ask(newer)) {
            stream.next(3);
            meanwhile.run();
            assertEquals("stop", stream.rest().complete().getString("finishReason"));
        }
    }

    private static void assertOneOfAll(String question) {
        assertEquals(1, questions(question));
        assertEquals(1, Providers.saw(question).size());
        assertEquals(
                1,
                Database.count(
                        "attempt join answer on answer.id = answer_id join message on message.id = question_id"
                                + " where content = ?",
                        question));
    }

    private static long questions(String text) {
        return Database.count("message where content = ?", text);
    }

    private static List<String> withoutRetry(List<Frame> frames) {
        return frames.stream().map(frame -> frame.id() + frame.data()).toList();
    }

    private static <T> List<T> atOnce(Callable<T> call) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = IntStream.range(0, TIMES)
                    .mapToObj(i -> threads.submit(call))
                    .toList();
            return calls.stream().map(OnceIT::result).toList();
        }
    }

    private static <T> T result(Future<T> call) {
        try {
            return call.get();
        } catch (InterruptedException | ExecutionException failed) {
            throw new AssertionError(failed);
        }
    }
}
