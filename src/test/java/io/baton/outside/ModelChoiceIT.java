package io.baton.outside;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Route;
import io.baton.testing.Database;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The model that a reader has chosen is the one that is asked, until another is chosen. */
class ModelChoiceIT {
    @Test
    void theChoiceOutlivesAReloadAndNewConversations() {
        try (var browser = Browser.speaking("en-US")) {
            var chat = new ChatPage(browser.signedIn("author", "/"));
            assertThat(chat.model()).hasValue("qwen2.5");
            chat.model().selectOption("gemma-3");
            chat.page().reload();
            assertThat(chat.model()).hasValue("gemma-3");
            chat.page().click("#new");
            assertThat(chat.model()).hasValue("gemma-3");
            assertAsked(chat, "gemma-3");
        }
    }

    @Test
    void aConversationGoesOnWithTheModelThatItWasAskedWith() {
        try (var browser = Browser.speaking("en-US")) {
            var chat = new ChatPage(browser.signedIn("author", "/"));
            assertThat(chat.model()).isVisible();
            chat.model().selectOption("gemma-3");
            var first = assertAsked(chat, "gemma-3");
            chat.page().click("#new");
            chat.model().selectOption("qwen2.5");
            assertAsked(chat, "qwen2.5");
            chat.entry(first).click();
            assertThat(chat.model()).hasValue("gemma-3");
            assertAsked(chat, "gemma-3");
            chat.page().reload();
            assertThat(chat.model()).hasValue("gemma-3");
            assertAsked(chat, "gemma-3");
            chat.page().click("#new");
            assertThat(chat.model()).hasValue("qwen2.5");
        }
    }

    /** Who answered instead is not whom the reader has chosen. */
    @Test
    void aConversationThatAnotherModelAnsweredShowsTheAskedOne() {
        try (var browser = Browser.speaking("en-US")) {
            var chat = new ChatPage(browser.signedIn("author", "/"));
            assertThat(chat.model()).isVisible();
            chat.model().selectOption("gemma-3");
            chat.ask(Providers.question("tokens=3 first=0 delay=0") + " [[gemma:fault=status:500]]");
            chat.awaitState("done");
            assertThat(chat.lastAnswer().locator("[part=author]")).containsText("gpt-4");
            chat.page().reload();
            assertThat(chat.lastAnswer().locator("[part=author]")).containsText("gpt-4");
            assertThat(chat.model()).hasValue("gemma-3");
        }
    }

    @Test
    void aQuestionThatIsSentBeforeTheModelsAreKnownAsksTheChosenOne() {
        try (var browser = Browser.speaking("en-US")) {
            var chat = new ChatPage(browser.signedIn("author", "/"));
            assertThat(chat.model()).isVisible();
            chat.model().selectOption("gemma-3");
            var held = new CompletableFuture<Route>();
            chat.page().route("**/api/models", held::complete);
            chat.page().reload();
            assertAsked(chat, "gemma-3");
            held.join().resume();
            assertThat(chat.model()).hasValue("gemma-3");
        }
    }

    @ParameterizedTest
    @CsvSource({"en-US, no longer available", "zh-CN, 已不再提供"})
    void aModelThatIsGoneIsNamedAndNobodyElseIsAskedInstead(String locale, String gone) {
        try (var browser = Browser.speaking(locale)) {
            var chat = new ChatPage(browser.signedIn("author", "/"));
            assertThat(chat.model()).isVisible();
            assertAsked(chat, "qwen2.5");
            var id = chat.page().url().replaceFirst(".*[?]c=", "");
            Database.run(
                    "update message set model = 'old-model' where conversation_id = ? and role = 'user'",
                    UUID.fromString(id));
            chat.page().reload();
            assertThat(chat.notice()).containsText("old-model");
            assertThat(chat.notice()).containsText(gone);
            assertThat(chat.model()).hasValue("old-model");
            chat.ask("Who answers this?");
            assertThat(chat.model()).isFocused();
            assertThat(chat.input()).hasValue("Who answers this?");
            assertThat(chat.questions()).hasCount(1);
            chat.model().selectOption("gemma-3");
            assertThat(chat.notice()).isHidden();
            assertAsked(chat, "gemma-3");
        }
    }

    /** Gives the question without its directives. */
    private static String assertAsked(ChatPage chat, String model) {
        var question = Providers.question("tokens=3 first=0 delay=0");
        chat.ask(question);
        assertThat(chat.lastText()).hasText("t1 t2 t3");
        chat.awaitState("done");
        var asked = Database.row(
                "select m.model as question, a.request ->> 'model' as answer from answer a"
                        + " join message m on m.id = a.question_id where m.content = ?",
                question);
        assertEquals(model, asked.get("question"));
        assertEquals(model, asked.get("answer"));
        return question.substring(0, question.indexOf(" [["));
    }
}
