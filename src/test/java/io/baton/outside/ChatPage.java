package io.baton.outside;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

/** What a reader finds in a {@code <baton-chat>}, by itself or within the page at {@code /}. */
record ChatPage(Page page) {
    Locator input() {
        return page.locator("baton-chat textarea");
    }

    Locator send() {
        return page.locator("baton-chat [part=send]");
    }

    Locator stop() {
        return page.locator("baton-chat [part=stop]");
    }

    Locator model() {
        return page.locator("baton-chat [part=model]");
    }

    Locator notice() {
        return page.locator("baton-chat [part=notice]");
    }

    Locator questions() {
        return page.locator("baton-chat [part~=user]");
    }

    Locator answers() {
        return page.locator("baton-chat [part~=assistant]");
    }

    Locator lastAnswer() {
        return answers().last();
    }

    /** What was said, without what stands around it. */
    Locator lastText() {
        return lastAnswer().locator(".content");
    }

    /** An entry of the list of conversations. */
    Locator entry(String title) {
        return page.locator("#conversations a").filter(new Locator.FilterOptions().setHasText(title));
    }

    void ask(String question) {
        input().fill(question);
        send().click();
    }

    /** idle, sending, streaming, reconnecting, offline, done or failed. */
    void awaitState(String state) {
        assertThat(page.locator("baton-chat")).hasAttribute("data-state", state);
    }
}
