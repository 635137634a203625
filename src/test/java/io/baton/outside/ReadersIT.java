package io.baton.outside;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import io.baton.testing.Api;
import io.baton.testing.Database;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The chat page for its readers: by keyboard and ear, in both languages, and when something is refused. */
class ReadersIT {
    @ParameterizedTest
    @CsvSource({"LIGHT, en-US", "DARK, zh-CN"})
    void axeFindsNothing(ColorScheme scheme, String locale) {
        try (var browser = Browser.speaking(locale)) {
            var chat = new ChatPage(browser.signedIn("author", "/"));
            chat.page()
                    .emulateMedia(new Page.EmulateMediaOptions()
                            .setColorScheme(scheme)
                            .setReducedMotion(ReducedMotion.REDUCE));
            assertThat(chat.model()).isVisible();
            assertAccessible(chat);
            chat.ask("What is `code`, a [link](https://a.example) and **more**? " + UUID.randomUUID());
            chat.awaitState("done");
            chat.lastAnswer().locator("[aria-expanded]").click();
            assertAccessible(chat);
            chat.page().click("#settings");
            assertThat(chat.page().locator("#who")).isVisible();
            assertAccessible(chat);
            chat.page().keyboard().press("Escape");
            chat.ask(Providers.question("tokens=40 first=0 delay=0") + " [[qwen:fault=reset at=20]]");
            chat.awaitState("done");
            assertThat(chat.lastText().locator(".seam")).isVisible();
            chat.ask(Providers.question("fault=status:500"));
            chat.awaitState("failed");
            Refused.HASTE.begin();
            try {
                chat.ask("Now?");
                assertThat(chat.notice()).isVisible();
            } finally {
                Refused.HASTE.end();
            }
            assertAccessible(chat);
            chat.page().setViewportSize(320, 640);
            assertAccessible(chat);
            assertEquals(320, chat.page().evaluate("document.documentElement.scrollWidth"));
            assertEquals(left(chat, "[part=composer]"), left(chat, "[part~=assistant]"), "one edge for all");
            chat.page().click("#menu");
            chat.page().locator("#conversations li button").first().click();
            assertAccessible(chat);
            chat.page().locator("#conversation-menu button").first().click();
            assertAccessible(chat);
        }
    }

    @Test
    void theLoginPageIsAccessible() {
        try (var browser = Browser.speaking("en-US")) {
            var page = browser.context().newPage();
            page.navigate("/login");
            assertEquals(List.of(), new AxeBuilder(page).analyze().getViolations());
        }
    }

    @Test
    void everythingCanBeDoneByKeyboard() {
        try (var browser = Browser.speaking("en-US")) {
            var chat = new ChatPage(browser.signedIn("author", "/"));
            var keyboard = chat.page().keyboard();
            var title = "Keys " + UUID.randomUUID();
            chat.input().focus();
            keyboard.type(title);
            keyboard.press("Shift+Enter");
            keyboard.type("[[tokens=500 first=0 delay=20]]");
            keyboard.press("Enter");
            assertThat(chat.lastText()).containsText("t5 ");
            keyboard.press("Tab");
            keyboard.press("Tab");
            assertThat(chat.stop()).isFocused();
            keyboard.press("Enter");
            assertThat(chat.send()).isVisible();
            assertThat(chat.input()).isFocused();

            chat.entry(title).focus();
            keyboard.press("Tab");
            keyboard.press("Enter");
            assertThat(chat.page().locator("#conversation-menu button").first()).isFocused();
            keyboard.press("Enter");
            var renamed = "Renamed " + UUID.randomUUID();
            keyboard.type(renamed);
            keyboard.press("Enter");
            assertThat(chat.entry(renamed)).isVisible();
            assertThat(chat.page()).hasTitle(renamed + " · Baton");
        }
    }

    @Test
    void aScreenReaderIsToldTheAnswerOnceAndNotWordByWord() {
        try (var browser = Browser.speaking("en-US")) {
            var chat = new ChatPage(browser.signedIn("author", "/"));
            chat.page().waitForSelector("baton-chat");
            chat.page().evaluate("""
                    () => {
                      window.told = [];
                      const live = document.querySelector('baton-chat').shadowRoot.querySelector('[aria-live], [role=status]');
                      new MutationObserver(() => window.told.push(live.textContent)).observe(live, { childList: true });
                    }
                    """);
            chat.ask(Providers.quick(200));
            chat.awaitState("done");
            chat.page().waitForFunction("() => told.some(each => each.startsWith('The answer is complete. t1 t2'))");
            var told = (List<?>) chat.page().evaluate("told");
            assertTrue(told.size() <= 4, told::toString);
        }
    }

    @Test
    void conversationsAreFoundRenamedExportedAndDeleted() {
        try (var browser = Browser.speaking("en-US")) {
            var chat = new ChatPage(browser.signedIn("author", "/"));
            var title = "Find " + UUID.randomUUID();
            chat.ask(title);
            chat.awaitState("done");
            chat.page().click("#new");
            chat.page().fill("#search", title.substring(5, 20));
            assertThat(chat.page().locator("#conversations li")).hasCount(1);
            var menu = chat.page().locator("#conversations li button");
            menu.click();
            var file = chat.page()
                    .waitForDownload(
                            () -> chat.page().getByText("Export as Markdown").click());
            assertTrue(file.suggestedFilename().endsWith(".md"), file.suggestedFilename());
            menu.click();
            chat.page().locator("#conversation-menu").getByText("Delete").click();
            chat.page().locator("#remove .main").click();
            assertThat(chat.page().locator("#conversations li")).hasCount(0);
            assertEquals(0, Database.count("conversation where title = ?", title));
        }
    }

    @ParameterizedTest
    @CsvSource({"en-US, Your session has expired. Your text is kept, Sign in", "zh-CN, 登录已失效。您的文字已保留, 登录"})
    void anEndedSignInKeepsTheText(String locale, String words, String signIn) {
        try (var browser = Browser.speaking(locale)) {
            var chat = new ChatPage(browser.signedIn("author", "/"));
            assertThat(chat.model()).isVisible();
            browser.context().clearCookies();
            var question = "Kept " + UUID.randomUUID();
            chat.ask(question);
            assertThat(chat.notice()).containsText(words);
            assertThat(chat.input()).hasValue(question);
            assertThat(chat.questions()).hasCount(0);
            chat.notice().locator("button").click();
            chat.page().fill("#username", "author");
            chat.page().fill("#password", "author");
            chat.page().click("button");
            assertThat(chat.input()).hasValue(question);
        }
    }

    @ParameterizedTest
    @CsvSource({"en-US, takes at most 16384", "zh-CN, 最多接受 16384 个"})
    void aRefusedQuestionGoesBackToWhereItWasWritten(String locale, String words) {
        try (var browser = Browser.speaking(locale)) {
            var chat = new ChatPage(browser.signedIn("author", "/"));
            var question = "x".repeat(17_000);
            chat.ask(question);
            assertThat(chat.notice()).containsText(words);
            assertThat(chat.input()).hasValue(question);
            assertThat(chat.questions()).hasCount(0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "BUDGET, en-US, budget, Try again from",
        "BUDGET, zh-CN, 预算, 起可重试",
        "HASTE, en-US, questions a minute, Try again in",
        "HASTE, zh-CN, 每分钟, 秒后可重试",
        "NOBODY, en-US, No model, Try again in",
        "NOBODY, zh-CN, 模型, 秒后可重试"
    })
    void aRefusalThatPassesSaysWhyAndWhen(Refused refused, String locale, String why, String when) {
        try (var browser = Browser.speaking(locale)) {
            var chat = new ChatPage(browser.signedIn("author", "/"));
            assertThat(chat.model()).isVisible();
            var question = Providers.quick(3);
            refused.begin();
            try {
                chat.ask(question);
                assertThat(chat.notice()).containsText(why);
                assertThat(chat.notice()).containsText(when);
                assertThat(chat.notice().locator("button").first()).isDisabled();
                assertThat(chat.input()).hasValue(question);
                assertThat(chat.questions()).hasCount(0);
            } finally {
                refused.end();
            }
            chat.send().click();
            chat.awaitState("done");
            assertThat(chat.lastText()).hasText("t1 t2 t3");
            assertThat(chat.notice()).isHidden();
        }
    }

    @ParameterizedTest
    @CsvSource({"en-US, You are offline", "zh-CN, 您已离线"})
    void withoutTheNetworkTheReaderIsToldAndTheAnswerComesLater(String locale, String words) {
        try (var browser = Browser.speaking(locale)) {
            var chat = new ChatPage(browser.signedIn("author", "/"));
            assertThat(chat.model()).isVisible();
            browser.context().setOffline(true);
            chat.page()
                    .waitForCondition(
                            () -> chat.page().evaluate("navigator.onLine").equals(false));
            chat.ask(Providers.quick(3));
            assertThat(chat.notice()).containsText(words);
            browser.context().setOffline(false);
            chat.awaitState("done");
            assertThat(chat.lastText()).hasText("t1 t2 t3");
        }
    }

    @Test
    void theViewStaysWhereTheReaderScrolled() {
        try (var browser = Browser.speaking("en-US")) {
            var chat = new ChatPage(browser.signedIn("author", "/"));
            chat.page().setViewportSize(800, 500);
            chat.ask(Providers.question("tokens=1500 first=0 delay=5"));
            assertThat(chat.lastText()).containsText("t600 ");
            assertTrue(fromEnd(chat) < 60, "it scrolls along: " + fromEnd(chat));
            chat.page().locator("baton-chat [part=messages]").hover();
            chat.page().mouse().wheel(0, -400);
            chat.page().waitForCondition(() -> fromEnd(chat) > 200);
            var top = top(chat);
            assertThat(chat.lastText()).containsText("t1000 ");
            assertEquals(top, top(chat), 2);
            chat.page().locator("baton-chat .to-end").click();
            chat.awaitState("done");
            assertTrue(fromEnd(chat) < 60, "it scrolls along again");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2_000})
    void manyMessagesAreDrawnOnceEach(int count) {
        var conversation = UUID.randomUUID();
        Database.rows("""
                insert into conversation
                  (id, user_id, title, created_at, updated_at, message_count, next_position, model)
                values (?, ?, 'Many messages', now(), now(), ?, 100000, 'qwen2.5') returning id
                """, conversation, Api.of("author").userId(), count);
        Database.rows("""
                insert into message (id, conversation_id, position, role, content, model, token_count, created_at)
                select gen_random_uuid(), ?, n, case when n % 2 = 1 then 'user' else 'assistant' end,
                  case when n % 2 = 1 then 'Question ' || n
                    else 'Answer **' || n || E'**\\n\\n- one\\n- two `code`\\n\\n```js\\nlet n = ' || n || E';\\n```\\n\\n'
                      || repeat('More words for a longer answer. ', 20) end,
                  'qwen2.5', 10, now()
                from generate_series(1, ?) n returning id
                """, conversation, count);
        try (var browser = Browser.speaking("en-US")) {
            var chat = new ChatPage(browser.signedIn("author", "/?c=" + conversation));
            assertThat(chat.questions().last()).containsText("Question " + (count - 1));
            assertThat(chat.lastText()).containsText("Answer " + count);
            var scrolled = (Map<?, ?>) chat.page().evaluate("""
                    async (count) => {
                      const root = document.querySelector('baton-chat').shadowRoot;
                      const log = root.querySelector('[part=messages]');
                      const made = new Set();
                      let added = 0;
                      new MutationObserver(changes => {
                        for (const node of changes.flatMap(change => [...change.addedNodes])) {
                          if (node.matches?.('[part~=message]')) { added += 1; made.add(node); }
                        }
                      }).observe(log, { childList: true, subtree: true });
                      const times = [];
                      let last = performance.now();
                      while (root.querySelectorAll('[part~=message]').length < count || log.scrollTop > 0) {
                        log.scrollTop -= 800;
                        const now = await new Promise(requestAnimationFrame);
                        times.push(now - last);
                        last = now;
                        if (times.length > 20000) { throw new Error('never at the top'); }
                      }
                      return { times, added, made: made.size };
                    }
                    """, count);
            assertThat(chat.questions().first()).containsText("Question 1");
            var frames = (List<?>) scrolled.get("times");
            var sorted = frames.stream()
                    .map(each -> ((Number) each).doubleValue())
                    .sorted()
                    .toList();
            var p95 = sorted.get(sorted.size() * 95 / 100);
            System.out.printf(
                    "%d messages: %d frames, median %.1f ms, 95%% %.1f ms, worst %.0f ms%n",
                    count, sorted.size(), sorted.get(sorted.size() / 2), p95, sorted.getLast());
            var made = ((Number) scrolled.get("made")).intValue();
            assertTrue(made > 0 && made < count, "older messages are added as they are needed: " + made);
            assertEquals(made, scrolled.get("added"), "no message is drawn twice");
        }
    }

    private static void assertAccessible(ChatPage chat) {
        var found = new AxeBuilder(chat.page())
                .analyze().getViolations().stream()
                        .map(rule ->
                                rule.getId() + " " + rule.getNodes().getFirst().getHtml())
                        .toList();
        assertEquals(List.of(), found);
    }

    private static double left(ChatPage chat, String part) {
        return chat.page().locator("baton-chat " + part).last().boundingBox().x;
    }

    private static double fromEnd(ChatPage chat) {
        return number(chat, "log.scrollHeight - log.scrollTop - log.clientHeight");
    }

    private static double top(ChatPage chat) {
        return number(chat, "log.scrollTop");
    }

    private static double number(ChatPage chat, String what) {
        return ((Number) chat.page().locator("baton-chat [part=messages]").evaluate("log => " + what)).doubleValue();
    }
}
