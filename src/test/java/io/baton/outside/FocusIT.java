package io.baton.outside;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import io.baton.dev.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is typed goes into the composer, whenever nothing else has the focus. */
class FocusIT {
    private static final String SOME_SECONDS = "tokens=100 first=0 delay=20";

    @ParameterizedTest
    @ValueSource(strings = {"en-US", "zh-CN"})
    void whatIsTypedGoesIntoTheComposer(String locale) {
        try (var browser = Browser.speaking(locale)) {
            var chat = new ChatPage(browser.signedIn("author", "/"));
            assertThat(chat.model()).isVisible();
            assertTyped(chat, "on load");
            chat.page().click("#new");
            assertTyped(chat, "after New conversation");
            chat.ask(Providers.question(SOME_SECONDS));
            assertThat(chat.lastText()).containsText("t5 ");
            assertTyped(chat, "while the answer runs");
            chat.awaitState("done");
            assertTyped(chat, "after the answer");
            chat.ask(Providers.question("tokens=1000 first=0 delay=20"));
            assertThat(chat.lastText()).containsText("t5 ");
            chat.stop().click();
            assertThat(chat.send()).isVisible();
            assertTyped(chat, "after a stop");
            chat.page().click("#new");
            chat.page().locator("#conversations a").first().click();
            assertThat(chat.questions()).hasCount(2);
            assertTyped(chat, "after a conversation was opened");
            chat.lastText().click();
            assertTyped(chat, "after a click on what was said");
            chat.page().locator("header").click();
            assertTyped(chat, "after a click on the page");
            chat.page().reload();
            assertThat(chat.questions()).hasCount(2);
            assertTyped(chat, "after a reload");
        }
    }

    @Test
    void dialogsGiveTheFocusBack() {
        try (var browser = Browser.speaking("en-US")) {
            var chat = new ChatPage(browser.signedIn("author", "/"));
            chat.ask(Providers.quick(3));
            chat.awaitState("done");
            openMenu(chat);
            chat.page().locator("#conversation-menu button").first().click();
            chat.page().fill("#name", "Another name");
            chat.page().keyboard().press("Enter");
            assertThat(chat.page().locator("#rename")).isHidden();
            assertThat(chat.page().locator("[aria-current] + button")).isFocused();
            openMenu(chat);
            chat.page().locator("#conversation-menu button").last().click();
            chat.page().locator("#remove .main").click();
            assertThat(chat.page().locator("#remove")).isHidden();
            assertThat(chat.questions()).hasCount(0);
            assertTyped(chat, "after a deletion");
            chat.page().click("#settings");
            chat.page().keyboard().press("Escape");
            assertThat(chat.page().locator("#settings")).isFocused();
        }
    }

    @Test
    void nothingIsTakenFromWhoeverHasTheFocusOrSelectsText() {
        try (var browser = Browser.speaking("en-US")) {
            var chat = new ChatPage(browser.signedIn("author", "/"));
            chat.ask(Providers.quick(5));
            chat.awaitState("done");
            chat.lastText().dblclick(new Locator.DblclickOptions().setPosition(10, 12));
            var selected = "getSelection().toString().trim() || document.querySelector('baton-chat').shadowRoot"
                    + ".getSelection().toString().trim()";
            var word = (String) chat.page().evaluate(selected);
            assertEquals(true, word.startsWith("t"), word);
            chat.page().keyboard().press("Shift");
            assertEquals(word, chat.page().evaluate(selected));
            chat.ask(Providers.question(SOME_SECONDS));
            chat.page().focus("#search");
            chat.awaitState("done");
            assertThat(chat.page().locator("#search")).isFocused();
        }
    }

    @Test
    void noKeyboardOpensByItselfOnATouchScreen() {
        try (var browser = Browser.speaking("en-US");
                var touch = browser.context()
                        .browser()
                        .newContext(new NewContextOptions()
                                .setHasTouch(true)
                                .setIsMobile(true)
                                .setViewportSize(390, 800)
                                .setLocale("en-US")
                                .setBaseURL(TestServer.running().url()))) {
            var page = touch.newPage();
            page.navigate("/");
            page.fill("#username", "author");
            page.fill("#password", "author");
            page.click("button");
            var chat = new ChatPage(page);
            assertThat(chat.model()).isVisible();
            assertThat(chat.input()).not().isFocused();
            page.tap("#menu");
            page.tap("#new");
            assertThat(chat.input()).not().isFocused();
            chat.input().fill(Providers.quick(3));
            chat.send().tap();
            chat.awaitState("done");
            assertThat(chat.input()).not().isFocused();
        }
    }

    private static void openMenu(ChatPage chat) {
        chat.page().locator("#conversations li").first().hover();
        chat.page().locator("#conversations li button").first().click();
    }

    private static void assertTyped(ChatPage chat, String when) {
        chat.page().keyboard().type("abc");
        assertEquals("abc", chat.input().inputValue(), when);
        chat.input().fill("");
    }
}
