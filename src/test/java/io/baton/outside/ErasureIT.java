package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.testing.Api;
import io.baton.testing.Database;
import jakarta.json.JsonObject;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A person gets all data, and is erased among others. */
class ErasureIT {
    private static final String DATA = "/api/auth/me/data";
    private static final Api ADMIN = Api.of("admin");

    /** Someone who leaves traces. */
    private record Person(Api api, String name, String word, String id) {
        static Person somebody(String... roles) {
            var name = "person-" + UUID.randomUUID();
            var api = Persons.named(name, roles);
            return new Person(api, name, "word" + UUID.randomUUID().toString().replace("-", ""), api.userId());
        }

        String question(String script) {
            return Providers.question(script) + " " + word;
        }

        void chat() {
            api.hear(question("tokens=5 first=0 delay=0")).complete();
            api.post(
                            "/v1/chat/completions",
                            Completion.asking(question("tokens=3")).build())
                    .with(200);
            var told = api.with("Idempotency-Key", word).tell(Api.json("message", question("tokens=1")));
            api.patch("/api/chat/conversations/" + told.getString("conversationId"), Api.json("title", word))
                    .with(200);
        }

        void administer() {
            ADMIN.put("/api/admin/budgets/" + id, Api.parse("{\"dayLimit\":100}"))
                    .with(200);
            api.put("/api/admin/alerts/rules/error-rate", Api.parse("{}")).with(200);
            api.post("/api/admin/alerts/silences", Api.json("subject", "user:" + id, "for", "PT1M"))
                    .with(200);
            api.post("/api/admin/answer-cache/shared-questions", Api.json("question", UUID.randomUUID() + "?"))
                    .with(200);
            ADMIN.delete("/api/admin/users/" + id + "/sessions").with(204);
        }

        /** A browser that is signed in as this person. */
        Api browser() {
            var cookie = api.send("POST", "/api/auth/session", null).with(204).header("Set-Cookie");
            return new Api(Map.of("Cookie", cookie.split(";")[0]));
        }

        Set<String> places() {
            return Stream.of(id, name, word)
                    .flatMap(text -> Persons.placesOf(text).stream())
                    .collect(Collectors.toSet());
        }

        UUID erase() {
            return UUID.fromString(api.delete(DATA).with(202).json().getString("id"));
        }
    }

    @Test
    void oneAmongAHundredIsErasedAndTheBooksStay() {
        IntStream.range(0, 99).forEach(i -> Api.somebody().hear(Providers.question("tokens=3 first=0 delay=0")));
        var person = Person.somebody("user", "admin");
        person.chat();
        person.administer();
        var browser = person.browser();
        browser.get("/api/auth/me").with(200);
        var books = Persons.books();
        var own = Persons.booksOf(person.id());
        assertTrue(
                person.places()
                        .containsAll(Set.of(
                                "table conversation",
                                "table message",
                                "table attempt",
                                "table usage_quarter_hour",
                                "table budget",
                                "table audit_person",
                                "table shared_question",
                                "table alert_silence",
                                "table idempotency",
                                "table ended_session")),
                person.places().toString());
        assertTrue(person.places().stream().anyMatch(place -> place.startsWith("key ")), "something is in Redis");

        var pseudonym = Persons.finished(person.erase()).get("pseudonym").toString();
        assertEquals(Set.of(), person.places());
        assertEquals(books, Persons.books());
        assertEquals(own, Persons.booksOf(pseudonym));
        browser.get("/api/auth/me").with(401);
    }

    @Test
    void anAnswerThatRunsIsStoppedFirst() {
        var person = Person.somebody("user");
        var question = person.question("tokens=5000 first=0 delay=20");
        try (var running = person.api().ask(question)) {
            var begun = running.next(5);
            Persons.finished(person.erase());
            running.rest();
            assertEquals(
                    "stopped", Database.attempts(begun.answerId()).getFirst().outcome());
            assertEquals(Set.of(), person.places());
        }
    }

    @Test
    void whoComesBackIsANewPerson() {
        var person = Person.somebody("user");
        person.chat();
        Persons.finished(person.erase());
        person.api().hear(person.question("tokens=2 first=0 delay=0")).complete();
        var conversations =
                person.api().get("/api/chat/conversations").with(200).json();
        assertEquals(1, conversations.getInt("total"));
        Persons.finished(person.erase());
        assertEquals(Set.of(), person.places());
    }

    @Test
    void ofTwoRequestsAtOnceOneIsDone() {
        var person = Person.somebody("user");
        person.chat();
        var erasures = IntStream.range(0, 6)
                .parallel()
                .mapToObj(
                        i -> i % 2 == 0 ? person.api().delete(DATA) : ADMIN.delete("/api/admin/persons/" + person.id()))
                .map(reply -> reply.with(202).json().getString("id"))
                .collect(Collectors.toSet());
        erasures.forEach(id -> Persons.finished(UUID.fromString(id)));
        assertEquals(Set.of(), person.places());
    }

    @Test
    void theExportHasAllOfThePersonAndNobodyElse() {
        var other = Person.somebody("user");
        other.chat();
        var person = Person.somebody("user");
        person.chat();
        var own = person.api().get(DATA).with(200);
        assertEquals(2, own.json().getJsonArray("usage").size(), "the last question has no answer yet");
        assertTrue(own.json().getJsonArray("messages").getValuesAs(JsonObject.class).stream()
                .anyMatch(message -> message.getString("content").contains(person.word())));
        assertFalse(own.body().contains(other.word()));
        assertFalse(own.body().contains(other.id()));
        var byAdmin = ADMIN.send("POST", "/api/admin/persons/" + person.id() + "/export", null)
                .with(200);
        assertEquals(own.json().getJsonArray("messages"), byAdmin.json().getJsonArray("messages"));
        assertEquals(
                1,
                byAdmin.json().getJsonArray("activity").getValuesAs(JsonObject.class).stream()
                        .filter(act -> act.getString("action").equals("person-exported"))
                        .count());
    }

    @Test
    void whatIsNoUserIsSaid() {
        ADMIN.delete("/api/admin/persons/somebody").problem(400, "userId");
        ADMIN.send("POST", "/api/admin/persons/somebody/export", null).problem(400, "userId");
        ADMIN.get("/api/admin/persons/erasures").with(200);
    }
}
