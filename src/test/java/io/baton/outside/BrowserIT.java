package io.baton.outside;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.testing.Api;
import io.baton.testing.Await;
import io.baton.testing.Database;
import io.baton.testing.SteadyHour;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The pages as people see them. */
class BrowserIT {
    private static final String LONG = "[[tokens=1000 first=0 delay=20]]";

    @Test
    void anAuthorAsksStopsAndReopensTheConversation() {
        try (var browser = Browser.speaking("en-US")) {
            var chat = new ChatPage(browser.signedIn("author", "/"));
            var title = askAndStop(chat, "Send", "Stop");
            assertThat(chat.lastAnswer()).containsText("Stopped. The text so far is kept.");
            var said = chat.lastText().innerText();
            assertTrue(Providers.numbered(1000).startsWith(said.strip()), said);

            chat.page().reload();
            assertThat(chat.lastText()).hasText(said);
            chat.page().click("#new");
            assertThat(chat.questions()).hasCount(0);
            chat.entry(title).click();
            assertThat(chat.questions().locator(".content")).hasText(title + LONG);
            assertThat(chat.lastText()).hasText(said);
            chat.page().click("#settings");
            assertThat(chat.page().locator("#who")).hasText("Signed in as author");
            chat.page().click("#sign-out button");
            assertThat(chat.page().locator("h1")).hasText("Sign in");
        }
    }

    @Test
    void anAuthorIsSpokenToInChinese() {
        try (var browser = Browser.speaking("zh-CN")) {
            var chat = new ChatPage(browser.signedIn("author", "/"));
            assertThat(chat.page().locator("html")).hasAttribute("lang", "zh-Hans");
            askAndStop(chat, "发送", "停止");
            assertThat(chat.lastAnswer()).containsText("已停止");
        }
    }

    @Test
    void anAdminSeesTheFigures() {
        var today = SteadyHour.begin().toString().substring(0, 10);
        Api.somebody().hear(Providers.quick(5)).complete();
        Await.until("all is in the roll-up", () -> Database.count("attempt where not posted"), left -> left == 0);
        var figures = Database.row("""
                select sum(answers) as requests, sum(input_tokens + output_tokens) as tokens
                from usage_quarter_hour where model = 'qwen2.5' and bucket >= ?::timestamptz
                """, today + "T00:00:00Z");
        try (var browser = Browser.speaking("en-US")) {
            var page = browser.signedIn("admin", "/console/");
            assertEquals("Baton console", page.title());
            var row = page.locator("#usage tbody tr")
                    .filter(new com.microsoft.playwright.Locator.FilterOptions()
                            .setHasText(Pattern.compile(today + "\\s*qwen2\\.5")))
                    .locator("td");
            assertEquals(
                    List.of(
                            today,
                            "qwen2.5",
                            figures.get("requests").toString(),
                            figures.get("tokens").toString()),
                    row.allInnerTexts().subList(0, 4));
            assertEquals(6, row.count());
        }
        try (var browser = Browser.speaking("zh-CN")) {
            assertEquals("Baton 控制台", browser.signedIn("admin", "/console/").title());
        }
    }

    @Test
    void aUserIsKeptOutOfTheConsole() {
        try (var browser = Browser.speaking("en-US")) {
            var page = browser.signedIn("reader", "/console/");
            assertThat(page.locator("h1")).hasText("You have no access to this page");
            assertThat(page.locator("#usage")).hasCount(0);
        }
    }

    /** Gives the question without its directives. */
    private static String askAndStop(ChatPage chat, String send, String stop) {
        var title = "Long " + java.util.UUID.randomUUID() + " ";
        chat.input().fill(title + LONG);
        assertThat(chat.send()).hasText(send);
        chat.send().click();
        assertThat(chat.lastText()).containsText("t5 ");
        assertThat(chat.stop()).hasText(stop);
        chat.stop().click();
        assertThat(chat.send()).isVisible();
        return title;
    }
}
