package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baton.testing.Api;
import io.baton.testing.Database;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths and parameters that can't be taken. */
class BadQueryIT {
    private final Api user = Api.somebody();

    @ParameterizedTest
    @CsvSource({
        "/api/chat/conversations?page=0, page",
        "/api/chat/conversations?page=-1, page",
        "/api/chat/conversations?page=one, page",
        "/api/chat/conversations?page=1.5, page",
        "/api/chat/conversations?page=, page",
        "/api/chat/conversations?page=2147483648, page",
        "/api/chat/conversations?limit=0, limit",
        "/api/chat/conversations?limit=201, limit",
        "/api/chat/conversations?limit=many, limit",
        "/api/chat/conversations?q=%00, q",
        "/api/chat/conversations/rubbish/messages, conversationId",
        "/api/chat/conversations/1-1-1-1-1/messages, conversationId",
        "/api/chat/conversations/rubbish/export, conversationId",
        "/api/chat/conversations/00000000-0000-0000-0000-000000000000/messages?page=x, page",
        "/api/chat/answers/rubbish/events, answerId",
        "/api/usage/statistics?start=yesterday, start",
        "/api/usage/statistics?start=2026-13-01, start",
        "/api/usage/statistics?start=2026-02-30, start",
        "/api/usage/statistics?start=-999999999-01-01, start",
        "/api/usage/statistics?start=, start",
        "/api/usage/statistics?end=2026-01-01T25:00:00Z, end",
        "/api/usage/statistics?end=999999999-01-01, end",
        "/api/usage/statistics?start=2026-02-01&end=2026-01-01, start",
        "/api/usage/statistics?start=1980-01-01&end=2026-01-01, start",
        "/api/usage/statistics?groupBy=year, groupBy",
        "/api/usage/statistics?groupBy=DAY, groupBy",
        "/api/usage/statistics?groupBy=, groupBy",
        "/api/usage/statistics?timeZone=Mars/Olympus, timeZone",
        "/api/usage/statistics?timeZone=%27%3B, timeZone",
        "/api/usage/statistics?timeZone=, timeZone",
        "/api/usage/statistics?models=gpt-9, models",
        "'/api/usage/statistics?models=gpt-4,gpt-9', models",
        "/api/usage/statistics?userId=rubbish, userId",
        "/api/usage/projection?userId=rubbish, userId"
    })
    void whatCanNotBeTakenIsNamed(String path, String field) {
        user.get(path).problem(400, field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"UTC", "Europe/Berlin", "Asia/Kathmandu", "America/St_Johns", "Z", "GMT%2B2", "%2B05:30", "UTC-3"
            })
    void everyTimeZoneIsTaken(String zone) {
        user.get("/api/usage/statistics?timeZone=" + zone).with(200);
    }

    @Test
    void aPageBeyondTheEndIsEmpty() {
        var page = user.get("/api/chat/conversations?page=2147483647&limit=200")
                .with(200)
                .json();
        assertEquals(0, page.getJsonArray("conversations").size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"title\":\"\"}",
                "{\"title\":\"  \"}",
                "{\"title\":5}",
                "{\"title\":null}",
                "{\"title\":\"\\u0000\"}",
                "{\"title\":\"\\ud83d\"}"
            })
    void aTitleThatCanNotBeTakenIsNamed(String body) {
        var id = user.tell(Api.json("message", "Title")).getString("conversationId");
        var path = "/api/chat/conversations/" + id;
        user.send("PATCH", path, body.getBytes(StandardCharsets.UTF_8)).problem(400, "title");
        user.patch(path, Api.json("title", "x".repeat(201))).problem(400, "title");
        assertEquals(
                "Title",
                Database.row("select title from conversation where id = ?", UUID.fromString(id))
                        .get("title"));
    }

    @Test
    void aFormatThatThereIsNotIsNamed() {
        var id = user.tell(Api.json("message", "x")).getString("conversationId");
        user.get("/api/chat/conversations/" + id + "/export?format=pdf").problem(400, "format");
    }

    @Test
    void anIdThatIsNoneIsNamedOnEveryMethod() {
        user.delete("/api/chat/answers/rubbish").problem(400, "answerId");
        user.delete("/api/chat/conversations/rubbish").problem(400, "conversationId");
        user.patch("/api/chat/conversations/rubbish", Api.json("title", "x")).problem(400, "conversationId");
    }

    @Test
    void aMethodThatThereIsNotIsRefused() {
        user.delete("/api/chat/message").problem(405);
        user.post("/api/chat/conversations", Api.json("title", "x")).problem(405);
    }
}
