package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.dev.TestServer;
import io.baton.testing.Api;
import io.baton.testing.Await;
import io.baton.testing.Database;
import jakarta.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A model breaks off in mid-answer while PostgreSQL is away: another one goes on, and each request gets into the books once. */
@Tag("long")
class FailoverWithoutDatabaseIT {
    private static final int TOKENS = 60;
    private final Api user = Api.somebody();

    @AfterEach
    void itComesBack() {
        Database.letIn(true);
        Await.until(
                "the server works again", () -> user.get("/api/chat/conversations"), reply -> reply.status() == 200);
    }

    @Test
    void anotherModelGoesOnAtOnce() {
        try (var stream = user.ask(breaking("qwen"))) {
            var begun = stream.next(3);
            Database.letIn(false);
            var then = stream.until(frame -> frame.type().equals("switch"));
            var goesOn = stream.next(3);
            assertEquals(List.of("chunk", "chunk", "chunk"), goesOn.types(), "while PostgreSQL is away");
            Database.letIn(true);
            var frames = begun.then(then).then(goesOn).then(stream.rest());
            assertEquals(Providers.numbered(TOKENS), frames.complete().getString("content"));
            assertEquals(List.of("1 qwen2.5 cut", "2 gemma-3 complete"), attempts(frames.answerId()));
        }
    }

    /** Only PostgreSQL can say whether the budget has room for the dearer model. */
    @Test
    void whereABudgetIsToBeAskedTheAnswerWaitsForIt() {
        Api.of("admin")
                .put(
                        "/api/admin/budgets/" + user.userId(),
                        Json.createObjectBuilder().add("monthLimit", 5).build())
                .with(200);
        try (var stream = user.ask(Api.json("message", breaking("gemma"), "model", "gemma-3"))) {
            var begun = stream.next(3);
            Database.letIn(false);
            begun = begun.then(stream.until(frame -> frame.data().contains("t" + (TOKENS / 2) + " ")));
            Await.until("it waits", stream::comments, comments -> comments.size() > 2);
            Database.letIn(true);
            var frames = begun.then(stream.rest());
            assertEquals(Providers.numbered(TOKENS), frames.complete().getString("content"));
            assertEquals(List.of("1 gemma-3 cut", "2 gpt-4 complete"), attempts(frames.answerId()));
        }
    }

    @Test
    void whoTakesTheAnswerOverFindsTheRequestThatOnlyTheLogHas() {
        var second = TestServer.running().anotherNode(Map.of());
        var question = breaking("qwen").replace("delay=50", "delay=100");
        try (var stream = user.at(second.url()).ask(question)) {
            var begun = stream.next(3);
            Database.letIn(false);
            stream.until(frame -> frame.type().equals("switch"));
            stream.next(3);
            second.kill();
            Database.letIn(true);
            var id = begun.answerId();
            Await.until(
                    "another node has ended it",
                    Duration.ofSeconds(60),
                    () -> Database.row("select state from answer where id = ?", id)
                            .get("state"),
                    "done"::equals);
            var asked = Providers.saw(question).size();
            assertEquals(
                    List.of("1 qwen2.5 lost", "2 gemma-3 lost", "3 gemma-3 complete"), attempts(id), "asked " + asked);
            assertEquals(3, asked, "each request has one row");
            assertTrue(Database.attempts(id).stream().allMatch(each -> each.output() > 0));
            assertEquals(0, Database.count("hold where answer_id = ?", id));
        }
    }

    private static String breaking(String vendor) {
        return "Question " + UUID.randomUUID() + " [[" + vendor + ":fault=reset at=" + TOKENS / 2 + "]] [[tokens="
                + TOKENS + " first=0 delay=50]]";
    }

    private static List<String> attempts(UUID answerId) {
        return Database.attempts(answerId).stream()
                .map(each -> each.ordinal() + " " + each.model() + " " + each.outcome())
                .toList();
    }
}
