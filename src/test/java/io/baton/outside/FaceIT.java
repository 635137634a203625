package io.baton.outside;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import io.baton.dev.TestServer;
import io.baton.testing.Await;
import io.baton.testing.Database;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The chat when the network or the server goes away in mid-answer: one question, one answer, one bill. */
@Tag("long")
class FaceIT {
    private static final Locator.GetByTextOptions EXACTLY = new Locator.GetByTextOptions().setExact(true);
    private static final String SLOW = "tokens=200 first=0 delay=20";

    @ParameterizedTest
    @CsvSource({"en-US, Reconnecting", "zh-CN, 正在重新连接"})
    void anAnswerGoesOnWhereTheNetworkWasCut(String locale, String reconnecting) {
        try (var cable = new Cable();
                var browser = Browser.speaking(locale, cable.url())) {
            var chat = new ChatPage(browser.signedIn("author", "/"));
            var question = Providers.question(SLOW);
            chat.ask(question);
            assertThat(chat.lastText()).containsText("t20 ");
            cable.cut();
            assertThat(chat.notice()).containsText(reconnecting);
            cable.mend();
            chat.awaitState("done");
            assertThat(chat.notice()).isHidden();
            assertEquals(
                    Providers.numbered(200).strip(), chat.lastText().innerText().strip());
            assertOnce(question);
        }
    }

    /** One in each language, side by side, since both wait for their three tries. */
    @Test
    void afterThreeTriesTheReaderIsAskedAndTheAnswerIsNotLost() {
        try (var english = new CutOff("en-US", "Reconnect");
                var chinese = new CutOff("zh-CN", "重新连接")) {
            var both = List.of(english, chinese);
            both.forEach(CutOff::ask);
            both.forEach(CutOff::cut);
            both.forEach(CutOff::isAskedAfterThreeTries);
            both.forEach(CutOff::clickReconnect);
        }
    }

    /** A reader whose network breaks in mid-answer. */
    private record CutOff(Cable cable, Browser browser, ChatPage chat, String question, String reconnect)
            implements AutoCloseable {
        CutOff(String locale, String reconnect) {
            this(new Cable(), locale, reconnect);
        }

        private CutOff(Cable cable, String locale, String reconnect) {
            this(cable, Browser.speaking(locale, cable.url()), reconnect);
        }

        private CutOff(Cable cable, Browser browser, String reconnect) {
            this(cable, browser, new ChatPage(browser.signedIn("author", "/")), Providers.question(SLOW), reconnect);
        }

        void ask() {
            chat.ask(question);
            assertThat(chat.lastText()).containsText("t20 ");
        }

        void cut() {
            cable.cut();
        }

        void isAskedAfterThreeTries() {
            chat.awaitState("failed");
            assertThat(chat.notice()).isHidden();
            var tries = cable.refused();
            assertTrue(tries >= 3 && tries <= 8, "three tries, each perhaps repeated by the browser: " + tries);
        }

        void clickReconnect() {
            cable.mend();
            chat.lastAnswer().getByText(reconnect, EXACTLY).click();
            chat.awaitState("done");
            var said = chat.lastText().innerText().strip();
            assertTrue(Providers.numbered(200).startsWith(said), said);
            assertOnce(question);
        }

        @Override
        public void close() {
            browser.close();
            cable.close();
        }
    }

    @Test
    void aReloadInMidAnswerGoesOnReading() {
        try (var browser = Browser.speaking("en-US")) {
            var chat = new ChatPage(browser.signedIn("author", "/"));
            var question = Providers.question(SLOW);
            chat.ask(question);
            assertThat(chat.lastText()).containsText("t20 ");
            chat.page().reload();
            chat.awaitState("done");
            assertEquals(
                    Providers.numbered(200).strip(), chat.lastText().innerText().strip());
            assertThat(chat.questions()).hasCount(1);
            assertOnce(question);
        }
    }

    /** Two readers, since a server is slow to start. */
    @Test
    void aKilledServerCostsNoSecondQuestion() {
        try (var english = Bereft.reader("en-US");
                var chinese = Bereft.reader("zh-CN")) {
            english.ask();
            chinese.ask();
            TestServer.running().node().kill();
            try {
                english.isReconnecting("Reconnecting");
                chinese.isReconnecting("正在重新连接");
                english.isCutOff("Connection lost. Reconnecting does not ask the question again");
                chinese.isCutOff("连接已断开。重新连接不会重复提问");
            } finally {
                TestServer.running().node().startAgain();
            }
            english.goesOn("Reconnect");
            chinese.goesOn("重新连接");
        }
    }

    /** A reader whose server is killed in mid-answer, with the next question half written. */
    private record Bereft(Browser browser, ChatPage chat, String question) implements AutoCloseable {
        static Bereft reader(String locale) {
            var browser = Browser.speaking(locale);
            return new Bereft(browser, new ChatPage(browser.signedIn("author", "/")), Providers.question(SLOW));
        }

        void ask() {
            chat.ask(question);
            assertThat(chat.lastText()).containsText("t20 ");
            chat.input().fill("And then");
        }

        void isReconnecting(String words) {
            assertThat(chat.notice()).containsText(words);
        }

        void isCutOff(String words) {
            chat.awaitState("failed");
            assertThat(chat.notice()).isHidden();
            assertThat(chat.lastAnswer()).containsText(words);
            assertThat(chat.input()).hasValue("And then");
        }

        void goesOn(String reconnect) {
            Await.until("the orphan is closed", () -> running(question), left -> left == 0);
            chat.lastAnswer().getByText(reconnect, EXACTLY).click();
            chat.page()
                    .waitForCondition(
                            () -> !List.of("reconnecting", "streaming").contains(state(chat)));
            assertThat(chat.questions()).hasCount(1);
            assertEquals(1, count("message where role = 'user' and content = ?", question));
            assertTrue(Providers.saw(question).size() <= 1 + 1, "no loop of requests");
            chat.ask(Providers.quick(3));
            chat.awaitState("done");
            assertThat(chat.lastText()).hasText("t1 t2 t3");
        }

        @Override
        public void close() {
            browser.close();
        }
    }

    private static String state(ChatPage chat) {
        return chat.page().locator("baton-chat").getAttribute("data-state");
    }

    private static long running(String question) {
        return count(
                "answer a join message m on m.id = a.question_id where m.content = ? and a.state = 'running'",
                question);
    }

    private static void assertOnce(String question) {
        assertEquals(1, count("message where role = 'user' and content = ?", question));
        assertEquals(1, count("answer a join message m on m.id = a.question_id where m.content = ?", question));
        assertEquals(1, Providers.saw(question).size());
        var answer = (UUID) Database.row(
                        "select a.id from answer a join message m on m.id = a.question_id where m.content = ?",
                        question)
                .get("id");
        assertEquals(1, Database.attempts(answer).size());
    }

    private static long count(String fromWhere, Object... arguments) {
        return Database.count(fromWhere, arguments);
    }
}
