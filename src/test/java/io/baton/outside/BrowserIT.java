package io.baton.outside;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The pages as people see them. */
class BrowserIT {
    private static final String LONG = "[[tokens=1000 first=0 delay=20]]";

    @Test
    void anAuthorAsksStopsAndReopensTheConversation() {
        try (var browser = Browser.speaking("en-US")) {
            var page = browser.signedIn("author", "/");
            assertThat(page.locator("#who")).hasText("author");
            var title = askAndStop(page, "Send", "Stop");
            assertThat(page.locator("#status")).containsText("stopped");
            var said = page.locator("#messages .assistant .content").innerText();
            assertTrue(Providers.numbered(1000).startsWith(said.strip()), said);

            page.reload();
            page.locator("#conversations button")
                    .filter(new com.microsoft.playwright.Locator.FilterOptions().setHasText(title))
                    .click();
            assertThat(page.locator("#messages .user .content")).hasText(title + LONG);
            assertThat(page.locator("#messages .assistant .content")).hasText(said);
        }
    }

    @Test
    void anAuthorIsSpokenToInChinese() {
        try (var browser = Browser.speaking("zh-CN")) {
            var page = browser.signedIn("author", "/");
            assertThat(page.locator("html")).hasAttribute("lang", "zh-CN");
            askAndStop(page, "发送", "停止");
            assertThat(page.locator("#status")).containsText("已停止");
        }
    }

    @Test
    void anAdminSeesTheFigures() {
        Api.somebody().hear(Providers.quick(5)).complete();
        var today = LocalDate.now(ZoneOffset.UTC).toString();
        Patience.until("all is in the roll-up", () -> Database.count("attempt where not posted"), left -> left == 0);
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
            assertThat(page.locator("h1")).hasText("This page is not for you");
            assertThat(page.locator("#usage")).hasCount(0);
        }
    }

    /** Gives the question without its directives. */
    private static String askAndStop(Page page, String send, String stop) {
        var title = "Long " + java.util.UUID.randomUUID() + " ";
        page.fill("#question", title + LONG);
        assertThat(page.locator("#send")).hasText(send);
        page.click("#send");
        assertThat(page.locator("#messages .assistant .content")).containsText("t5 ");
        assertThat(page.locator("#stop")).hasText(stop);
        page.click("#stop");
        assertThat(page.locator("#send")).isEnabled();
        return title;
    }
}
