package io.baton.outside;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import io.baton.dev.TestServer;
import io.baton.scripted.Recording;
import io.baton.testing.Api;
import io.baton.testing.Database;
import jakarta.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * Takes pictures of each state of the chat, in both languages, light and dark, narrow and wide, into
 * {@code target/screenshots}; for people to look at.
 */
public final class Screenshots {
    private static final Path FOLDER = Path.of("target/screenshots");
    private static final List<int[]> SIZES =
            List.of(new int[] {320, 640}, new int[] {1280, 800}, new int[] {3840, 2160});
    private static final String RICH = """
            ## A relay, in short

            The **baton** is passed at *full speed*; see [the rules](https://a.example/rules).

            1. Run
            2. Reach out
               - without looking
            3. Pass it on

            | leg | runner | time |
            |---|---|---:|
            | 1 | Qwen | 10.4 s |
            | 2 | Gemma | 9.9 s |

            ```java
            var next = ring.after(last).orElseThrow(() -> new IllegalStateException("nobody is left to carry it any further"));
            ```

            > Never dropped.

            A_line_without_any_space_%s_that_must_break, and שלום עולם from right to left.
            """.formatted("long".repeat(40));

    private final Browser browser;
    private final String locale;
    private final ColorScheme scheme;

    private Screenshots(Browser browser, String locale, ColorScheme scheme) {
        this.browser = browser;
        this.locale = locale;
        this.scheme = scheme;
    }

    public static void main(String[] arguments) {
        for (var locale : List.of("en-US", "zh-CN")) {
            for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                try (var browser = Browser.speaking(locale)) {
                    new Screenshots(browser, locale, scheme).take();
                }
            }
        }
        System.out.println("See " + FOLDER);
        System.exit(0);
    }

    private void take() {
        Database.run(
                "delete from conversation where user_id = ?", Api.of("author").userId());
        signIn();
        var chat = new ChatPage(page(browser.signedIn("author", "/")));
        assertThat(chat.model()).isVisible();
        shot(chat.page(), "greeting");
        answers(chat);
        elsewhere(chat);
        refusals(chat);
        list(chat);
        away(chat);
        cutOff();
        embedded();
    }

    private void signIn() {
        var page = page(browser.context().newPage());
        page.navigate("/");
        shot(page, "signed-out");
        page.fill("#username", "author");
        page.fill("#password", "wrong");
        page.click("button");
        shot(page, "sign-in-failed");
        page.close();
    }

    private void answers(ChatPage chat) {
        recorded(RICH);
        chat.ask("Tell me about relays " + UUID.randomUUID());
        chat.awaitState("done");
        Providers.scripted().removeRecording("qwen");
        shot(chat.page(), "rich");
        chat.lastAnswer().locator("[aria-expanded]").click();
        shot(chat.page(), "details");
        chat.ask(Providers.question("tokens=40 first=0 delay=0") + " [[qwen:fault=reset at=20]]");
        chat.awaitState("done");
        shot(chat.page(), "switched");
        chat.ask(Providers.question("tokens=2000 first=0 delay=50") + " [[qwen:fault=reset at=10]]");
        assertThat(chat.lastText()).containsText("t30 ");
        shot(chat.page(), "streaming");
        chat.stop().click();
        chat.awaitState("done");
        shot(chat.page(), "stopped");
        chat.ask(Providers.question("fault=status:500"));
        chat.awaitState("failed");
        shot(chat.page(), "failed");
    }

    /** An answer runs in a conversation that is not shown; then its model is gone, and at last the conversation. */
    private void elsewhere(ChatPage chat) {
        var title = "A long story " + UUID.randomUUID();
        chat.page().click("#new");
        chat.ask(title + " [[tokens=2000 first=0 delay=50]]");
        assertThat(chat.lastText()).containsText("t30 ");
        chat.page().click("#new");
        shot(chat.page(), "answered-elsewhere");
        chat.entry(title).click();
        chat.stop().click();
        chat.awaitState("done");
        var id = chat.page().url().replaceFirst(".*[?]c=", "");
        Database.run(
                "update message set model = 'old-model' where conversation_id = ? and role = 'user'",
                UUID.fromString(id));
        chat.page().reload();
        assertThat(chat.notice()).isVisible();
        shot(chat.page(), "model-gone");
        Api.of("author").delete("/api/chat/conversations/" + id).with(204);
        assertThat(chat.questions()).hasCount(0);
        shot(chat.page(), "deleted-elsewhere");
    }

    private void refusals(ChatPage chat) {
        for (var refused : Refused.values()) {
            refused.begin();
            chat.ask("May I ask this?");
            assertThat(chat.notice()).isVisible();
            shot(chat.page(), "refused-" + refused.name().toLowerCase(java.util.Locale.ROOT));
            refused.end();
            chat.page().reload();
            assertThat(chat.model()).isVisible();
        }
        Api.of("admin")
                .put(
                        "/api/admin/models/gpt-4/standing",
                        Json.createObjectBuilder().add("available", false).build());
        chat.page().reload();
        assertThat(chat.model()).isVisible();
        chat.model().selectOption("gpt-4");
        shot(chat.page(), "model-closed");
        chat.model().selectOption("qwen2.5");
        Api.of("admin")
                .put(
                        "/api/admin/models/gpt-4/standing",
                        Json.createObjectBuilder().add("available", true).build());
    }

    private void list(ChatPage chat) {
        var page = chat.page();
        page.setViewportSize(1280, 800);
        page.locator("#conversations li button").first().click();
        shot(page, "menu", 1280);
        page.locator("#conversation-menu button").first().click();
        shot(page, "rename");
        page.keyboard().press("Escape");
        page.setViewportSize(1280, 800);
        page.locator("#conversations li button").first().click();
        page.locator("#conversation-menu button").last().click();
        shot(page, "delete");
        page.keyboard().press("Escape");
        page.setViewportSize(1280, 800);
        page.fill("#search", "nothing like this");
        assertThat(page.locator("#conversations li")).hasCount(0);
        shot(page, "none-found", 1280);
        page.fill("#search", "relays");
        assertThat(page.locator("#conversations li")).hasCount(1);
        shot(page, "found", 1280);
        page.fill("#search", "");
        page.click("#settings");
        shot(page, "settings");
        page.keyboard().press("Escape");
        page.setViewportSize(320, 640);
        page.click("#menu");
        shot(page, "side", 320);
        page.keyboard().press("Escape");
        page.reload();
        assertThat(chat.model()).isVisible();
    }

    private void away(ChatPage chat) {
        browser.context().setOffline(true);
        chat.ask("Are you there?");
        assertThat(chat.notice()).isVisible();
        shot(chat.page(), "offline");
        browser.context().setOffline(false);
        chat.awaitState("done");
        browser.context().clearCookies();
        chat.ask("And now?");
        assertThat(chat.notice()).isVisible();
        shot(chat.page(), "signed-out-meanwhile");
    }

    private void cutOff() {
        try (var cable = new Cable();
                var reader = Browser.speaking(locale, cable.url())) {
            var chat = new ChatPage(page(reader.signedIn("author", "/")));
            chat.ask(Providers.question("tokens=2000 first=0 delay=50"));
            assertThat(chat.lastText()).containsText("t20 ");
            cable.cut();
            assertThat(chat.notice()).isVisible();
            shot(chat.page(), "reconnecting");
            chat.awaitState("failed");
            shot(chat.page(), "cut-off");
        }
    }

    private void embedded() {
        var baton = TestServer.running().url();
        var html = """
                <!DOCTYPE html><html lang="%s"><meta name="viewport" content="width=device-width"><title>Blog</title>
                <style>:root{color-scheme:light dark}body{font-family:Georgia,serif;max-width:50rem;margin:2rem auto;padding:0 1rem}
                baton-chat{height:26rem;border:1px solid #8888;border-radius:8px}</style>
                <script type="module" src="%s/js/baton-chat.js"></script>
                <h1>Our blog</h1><p>An article.</p><baton-chat></baton-chat><p>More of the article.</p>
                <script type="module">document.querySelector('baton-chat').token = () => '%s';</script></html>
                """.formatted(locale, baton, Api.of("author").token());
        try (var blog = new Blog("", html)) {
            var chat = new ChatPage(page(browser.context().newPage()));
            chat.page().navigate(blog.url());
            assertThat(chat.model()).isVisible();
            recorded(RICH);
            chat.ask("Tell the blog " + UUID.randomUUID());
            chat.awaitState("done");
            Providers.scripted().removeRecording("qwen");
            shot(chat.page(), "embedded");
        }
    }

    private static void recorded(String text) {
        var delta = Json.createObjectBuilder().add("content", text).build();
        var body = event(delta.toString(), "null") + event("{}", "\"stop\"") + "data: [DONE]\n\n";
        Providers.scripted()
                .recording("qwen", new Recording("text/event-stream", body.getBytes(StandardCharsets.UTF_8), 0));
    }

    private static String event(String delta, String finish) {
        return "data: {\"id\":\"r\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":"
                + "[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + finish + "}]}\n\n";
    }

    private Page page(Page page) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme).setReducedMotion(ReducedMotion.REDUCE));
        return page;
    }

    private void shot(Page page, String state) {
        SIZES.forEach(size -> shot(page, state, size));
    }

    private void shot(Page page, String state, int width) {
        SIZES.stream().filter(size -> size[0] == width).forEach(size -> shot(page, state, size));
    }

    private void shot(Page page, String state, int[] size) {
        page.setViewportSize(size[0], size[1]);
        var name = "%s-%s-%s-%d.png"
                .formatted(state, locale.substring(0, 2), scheme.name().toLowerCase(java.util.Locale.ROOT), size[0]);
        page.screenshot(new Page.ScreenshotOptions().setPath(FOLDER.resolve(name)));
    }
}
