package io.baton.outside;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.dev.TestServer;
import io.baton.testing.Api;
import io.baton.testing.Await;
import io.baton.testing.Database;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The chat follows what the server does, whichever conversation, tab or device it was begun in. */
class TabsIT {
    private static final String LONG = " [[tokens=1000 first=0 delay=20]]";
    private static final String SOME_SECONDS = " [[tokens=200 first=0 delay=20]]";
    private static final String QUICK = " [[tokens=3 first=0 delay=0]]";

    @ParameterizedTest
    @CsvSource({"en-US, being answered, Stopped.", "zh-CN, 正在回答, 已停止"})
    void aRunningAnswerIsFoundAgainAfterAnotherConversation(String locale, String beingAnswered, String stopped) {
        try (var browser = Browser.speaking(locale)) {
            var chat = new ChatPage(browser.signedIn("author", "/"));
            var first = ask(chat, "First", LONG);
            assertThat(chat.lastText()).containsText("t5 ");
            assertThat(chat.entry(first)).containsText(beingAnswered);
            chat.page().click("#new");
            var second = ask(chat, "Second", QUICK);
            assertThat(chat.lastText()).hasText("t1 t2 t3");
            assertThat(chat.entry(second)).not().containsText(beingAnswered);
            assertThat(chat.entry(first)).containsText(beingAnswered);

            chat.entry(first).click();
            assertThat(chat.lastText()).containsText("t5 ");
            chat.stop().click();
            assertThat(chat.lastAnswer()).containsText(stopped);
            assertThat(chat.entry(first)).not().containsText(beingAnswered);
            assertThat(chat.questions()).hasCount(1);
            assertThat(chat.answers()).hasCount(1);
        }
    }

    /** Otherwise the server would stop it after a while, as one that nobody reads. */
    @Test
    void anAnswerIsStillReadWhileAnotherConversationIsShown() {
        try (var browser = Browser.speaking("en-US")) {
            var chat = new ChatPage(browser.signedIn("author", "/"));
            var first = ask(chat, "First", SOME_SECONDS);
            assertThat(chat.lastText()).containsText("t5 ");
            var conversation = conversation(chat);
            chat.page().click("#new");
            ask(chat, "Second", QUICK);
            assertThat(chat.lastText()).hasText("t1 t2 t3");
            var answer = Await.until(
                    "the first answer has ended",
                    () -> Database.row(
                            "select state, reader_left_at from answer where conversation_id = ?", conversation),
                    row -> !"running".equals(row.get("state")));
            assertEquals("done", answer.get("state"));
            assertEquals(null, answer.get("reader_left_at"), "it was read to its end");
            chat.entry(first).click();
            assertThat(chat.lastText()).hasText(Providers.numbered(200).strip());
        }
    }

    @ParameterizedTest
    @CsvSource({"en-US, no answer yet", "zh-CN, 还没有回答"})
    void aSecondTabShowsTheRunningAnswerAndItsEnd(String locale, String unanswered) {
        try (var browser = Browser.speaking(locale)) {
            var one = new ChatPage(browser.signedIn("author", "/"));
            ask(one, "Two tabs", SOME_SECONDS);
            assertThat(one.lastText()).containsText("t5 ");
            var two = sameIn(browser, one);
            assertThat(two.lastText()).containsText("t20 ");
            assertThat(two.lastAnswer()).not().containsText(unanswered);
            assertThat(two.stop()).isVisible();
            for (var tab : new ChatPage[] {one, two}) {
                tab.awaitState("done");
                assertThat(tab.lastText()).hasText(Providers.numbered(200).strip());
                assertThat(tab.questions()).hasCount(1);
            }
        }
    }

    @Test
    void aTabThatIsOpenShowsWhatAnotherAsksAndKeepsWhatIsWrittenInIt() {
        try (var browser = Browser.speaking("en-US")) {
            var one = new ChatPage(browser.signedIn("author", "/"));
            ask(one, "Before", QUICK);
            one.awaitState("done");
            var two = sameIn(browser, one);
            assertThat(two.lastText()).hasText("t1 t2 t3");
            two.input().pressSequentially("half a question");
            var question = "Asked in the other tab " + UUID.randomUUID();
            one.ask(question + SOME_SECONDS);
            assertThat(two.questions()).hasCount(2);
            assertThat(two.questions().last()).containsText(question);
            assertThat(two.lastText()).containsText("t5 ");
            two.awaitState("done");
            assertThat(two.lastText()).hasText(Providers.numbered(200).strip());
            assertThat(two.answers()).hasCount(2);
            assertThat(two.input()).hasValue("half a question");
            assertThat(two.input()).isFocused();
            assertThat(one.questions()).hasCount(2);
            assertThat(one.answers()).hasCount(2);
        }
    }

    @Test
    void aQuestionOfAnotherTabTakesThePlaceOfTheAnswerThatItStops() {
        try (var browser = Browser.speaking("en-US")) {
            var one = new ChatPage(browser.signedIn("author", "/"));
            ask(one, "Before", LONG);
            assertThat(one.lastText()).containsText("t5 ");
            var conversation = conversation(one).toString();
            Api.of("author")
                    .ask(Api.json("message", "Elsewhere" + QUICK, "conversationId", conversation))
                    .rest();
            assertThat(one.questions()).hasCount(2);
            assertThat(one.lastText()).hasText("t1 t2 t3");
            assertThat(one.answers().first()).containsText("Stopped.");
        }
    }

    @Test
    void twoTabsStopTheSameAnswer() {
        try (var browser = Browser.speaking("en-US")) {
            var one = new ChatPage(browser.signedIn("author", "/"));
            ask(one, "Stop", LONG);
            assertThat(one.lastText()).containsText("t5 ");
            var two = sameIn(browser, one);
            assertThat(two.lastText()).containsText("t5 ");
            two.page().evaluate("document.querySelector('baton-chat').client.stop()");
            one.page().evaluate("document.querySelector('baton-chat').client.stop()");
            assertThat(one.lastAnswer()).containsText("Stopped.");
            assertThat(two.lastAnswer()).containsText("Stopped.");
            assertThat(one.notice()).isHidden();
            assertThat(two.notice()).isHidden();
        }
    }

    @Test
    void anAnswerThatFailedMeanwhileSaysWhyAndCanBeHadAgain() {
        try (var browser = Browser.speaking("en-US")) {
            var author = Api.of("author");
            var failed = author.ask(Api.json("message", "Fails " + UUID.randomUUID() + " [[fault=status:500]]"))
                    .rest();
            var conversation = failed.last().json().getString("conversationId");
            var chat = new ChatPage(browser.signedIn("author", "/?c=" + conversation));
            assertThat(chat.lastAnswer()).containsText("Try again");
            assertThat(chat.lastAnswer()).not().containsText("no answer yet");
        }
    }

    @Test
    void theListFollowsWhatIsRenamedAskedAndDeletedElsewhere() {
        try (var browser = Browser.speaking("en-US")) {
            var chat = new ChatPage(browser.signedIn("author", "/"));
            var before = ask(chat, "Before", QUICK);
            chat.awaitState("done");
            assertThat(chat.entry(before)).isVisible();
            var id = conversation(chat);
            var author = Api.of("author");
            var title = "Renamed " + UUID.randomUUID();
            author.patch("/api/chat/conversations/" + id, Api.json("title", title))
                    .with(200);
            assertThat(chat.entry(title)).isVisible();
            assertThat(chat.page().locator("#title")).hasText(title);
            var elsewhere = "Elsewhere " + UUID.randomUUID();
            author.ask(elsewhere + QUICK).rest();
            assertThat(chat.entry(elsewhere)).isVisible();
            chat.input().fill("half a question");
            author.delete("/api/chat/conversations/" + id).with(204);
            assertThat(chat.entry(title)).hasCount(0);
            assertThat(chat.notice()).containsText("deleted");
            assertThat(chat.questions()).hasCount(0);
            assertThat(chat.input()).hasValue("half a question");
            assertTrue(!chat.page().url().contains(id.toString()), chat.page().url());
        }
    }

    @Test
    void theApiSaysWhatRuns() {
        var user = Api.somebody();
        try (var stream = user.ask("Runs" + LONG)) {
            var answer = stream.next(2).answerId();
            var listed = user.get("/api/chat/conversations")
                    .with(200)
                    .json()
                    .getJsonArray("conversations")
                    .getJsonObject(0);
            assertEquals(answer.toString(), listed.getString("runningAnswerId"));
            var path = "/api/chat/conversations/" + listed.getString("id");
            assertEquals(answer.toString(), user.get(path).with(200).json().getString("runningAnswerId"));
            var question = user.get(path + "/messages")
                    .with(200)
                    .json()
                    .getJsonArray("messages")
                    .getJsonObject(0);
            assertEquals(answer.toString(), question.getString("answerId"));
            user.delete("/api/chat/answers/" + answer).with(204);
            stream.rest();
            assertEquals(false, user.get(path).with(200).json().containsKey("runningAnswerId"));
            Api.somebody().get(path).problem(403);
            user.get("/api/chat/conversations/" + UUID.randomUUID()).problem(404);
        }
    }

    @Test
    void anEmbeddedChatFollowsToo() {
        var issuer = TestServer.running().issuer();
        var reader = Api.bearing(issuer.sign(issuer.claims("u" + UUID.randomUUID(), "user")));
        var before = reader.hear("Before" + QUICK);
        var id = before.complete().getString("conversationId");
        var page = """
                <!DOCTYPE html><html lang="en"><title>Blog</title><input id="own">
                <script type="module" src="%s/js/baton-chat.js"></script><baton-chat conversation-id="%s"></baton-chat>
                <script type="module">document.querySelector('baton-chat').token = () => '%s';</script></html>
                """.formatted(TestServer.running().url(), id, reader.token());
        try (var blog = new Blog("", page);
                var browser = Browser.speaking("en-US")) {
            var chat = new ChatPage(browser.context().newPage());
            chat.page().navigate(blog.url());
            assertThat(chat.lastText()).hasText("t1 t2 t3");
            assertEquals("BODY", chat.page().evaluate("document.activeElement.tagName"));
            chat.page().focus("#own");
            try (var stream = reader.ask(Api.json("message", "Elsewhere" + SOME_SECONDS, "conversationId", id))) {
                stream.rest();
            }
            assertThat(chat.lastText()).hasText(Providers.numbered(200).strip());
            assertThat(chat.page().locator("#own")).isFocused();
        }
    }

    private static ChatPage sameIn(Browser browser, ChatPage other) {
        var page = browser.context().newPage();
        page.navigate(other.page().url());
        return new ChatPage(page);
    }

    private static UUID conversation(ChatPage chat) {
        var url = chat.page().url();
        return UUID.fromString(url.substring(url.indexOf("?c=") + "?c=".length()));
    }

    /** Gives the question without its directives, and waits until it is in the address. */
    private static String ask(ChatPage chat, String name, String directives) {
        var title = name + " " + UUID.randomUUID();
        chat.ask(title + directives);
        assertThat(chat.entry(title)).isVisible();
        return title;
    }
}
