package io.baton.outside;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.baton.dev.TestServer;
import io.baton.testing.Database;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** The chat, and its hook for React, on the pages of others. */
class EmbeddingIT {
    private static final int ALLOWED_BYTES = 30_000;
    private static final Locator.GetByTextOptions EXACTLY = new Locator.GetByTextOptions().setExact(true);

    @Test
    void aBlogOfAnotherOriginEmbedsTheChatUnderAStrictPolicy() {
        var baton = TestServer.running().url();
        var policy = "default-src 'none'; script-src %s/js/ %s/webjars/ 'sha256-%s'; connect-src %s; base-uri 'none';"
                        .formatted(baton, baton, "%s", baton)
                + " require-trusted-types-for 'script'; trusted-types 'none'";
        var script = "document.querySelector('baton-chat').token = (again) => '" + token() + "';";
        var page = """
                <!DOCTYPE html><html lang="zh-CN"><title>Blog</title>
                <script type="module" src="%s/js/baton-chat.js"></script>
                <h1>Blog</h1><baton-chat model="gemma-3" greeting="问问我们的博客"></baton-chat>
                <script type="module">%s</script></html>
                """.formatted(baton, script);
        try (var blog = new Blog(policy.formatted(sha256(script)), page);
                var browser = Browser.speaking("en-US")) {
            var wrong = new ArrayList<String>();
            var chat = new ChatPage(browser.context().newPage());
            chat.page().onConsoleMessage(message -> {
                if (message.type().equals("error") && !message.text().contains("favicon")) {
                    wrong.add(message.text());
                }
            });
            chat.page().navigate(blog.url());
            assertThat(chat.page().locator("baton-chat [part=greeting]")).hasText("问问我们的博客");
            assertThat(chat.send()).hasText("发送");
            assertThat(chat.model()).hasValue("gemma-3");
            chat.ask("Hello **there** " + UUID.randomUUID());
            chat.awaitState("done");
            assertThat(chat.lastAnswer().locator("[part=author]")).hasText("gemma-3");
            assertThat(chat.lastText().locator("strong").first()).isVisible();
            assertEquals(List.of(), wrong);
        }
    }

    /** A token that came before the element was known is taken, and one that is refused can be had anew by a click. */
    @Test
    void aPageThatDoesNothingMoreCanSignInAgain() {
        var page = """
                <!DOCTYPE html><html lang="en"><title>Blog</title><baton-chat></baton-chat>
                <script>document.querySelector('baton-chat').token = () => (window.mended ? '%s' : 'out of date');</script>
                <script type="module" src="%s/js/baton-chat.js"></script></html>
                """.formatted(token(), TestServer.running().url());
        try (var blog = new Blog("", page);
                var browser = Browser.speaking("en-US")) {
            var chat = new ChatPage(browser.context().newPage());
            chat.page().navigate(blog.url());
            assertThat(chat.notice()).containsText("Your session has expired");
            chat.page().evaluate("window.mended = true");
            chat.notice().getByText("Sign in", EXACTLY).click();
            assertThat(chat.model()).isVisible();
            assertThat(chat.notice()).isHidden();
            assertEquals(blog.url(), chat.page().url());
        }
    }

    @Test
    void clientAndElementAreSmall() throws IOException {
        var total = 0;
        for (var file : List.of(
                "baton-client", "baton-chat", "chat-message", "chat-style", "model-select", "storage", "texts")) {
            var bytes = new ByteArrayOutputStream();
            try (var gzip = new GZIPOutputStream(bytes)) {
                Files.copy(Path.of("src/main/webapp/js", file + ".js"), gzip);
            }
            total += bytes.size();
        }
        System.out.println("client and element: " + total + " bytes gzipped");
        assertTrue(total <= ALLOWED_BYTES, total + " bytes");
    }

    @Test
    void theHookForReactAsksStopsAndTriesAgain() {
        try (var blog = new Blog("default-src * data: 'unsafe-inline' 'unsafe-eval'", reactPage());
                var browser = Browser.speaking("en-US")) {
            var page = browser.context().newPage();
            page.navigate(blog.url());
            var question = Providers.question("tokens=30 first=0 delay=10");
            ask(page, question);
            assertThat(page.locator("#connected")).hasText("false");
            assertThat(page.locator("#content")).hasText(Providers.numbered(30).strip());
            var id = page.locator("#id").innerText();
            assertEquals(id, page.locator("#returned").innerText());
            assertEquals(1, Database.count("message where role = 'user' and conversation_id = ?", UUID.fromString(id)));

            ask(page, Providers.question("tokens=1000 first=0 delay=20"));
            assertThat(page.locator("#content")).containsText("t5 ");
            assertThat(page.locator("#connected")).hasText("true");
            page.click("#stop");
            assertThat(page.locator("#finish")).hasText("stopped");
            assertEquals(id, page.locator("#id").innerText());

            ask(page, Providers.question("fault=status:500"));
            assertThat(page.locator("#error")).hasText("ALL_MODELS_FAILED");
            var questions = Database.count("message where role = 'user' and conversation_id = ?", UUID.fromString(id));
            page.click("#retry");
            assertThat(page.locator("#error")).hasText("");
            assertThat(page.locator("#error")).hasText("ALL_MODELS_FAILED");
            assertEquals(
                    questions,
                    Database.count("message where role = 'user' and conversation_id = ?", UUID.fromString(id)));
        }
    }

    @Test
    void theHookForReactReadsWhatRunsElsewhere() {
        try (var blog = new Blog("default-src * data: 'unsafe-inline' 'unsafe-eval'", reactPage());
                var browser = Browser.speaking("en-US")) {
            var one = browser.context().newPage();
            one.navigate(blog.url());
            ask(one, Providers.question("tokens=200 first=0 delay=20"));
            assertThat(one.locator("#content")).containsText("t5 ");
            var two = browser.context().newPage();
            two.navigate(blog.url());
            two.fill("#question", one.locator("#id").innerText());
            two.click("#resume");
            assertThat(two.locator("#connected")).hasText("true");
            assertThat(two.locator("#content")).hasText(Providers.numbered(200).strip());
            assertThat(two.locator("#finish")).hasText("stop");
        }
    }

    private static void ask(Page page, String question) {
        page.fill("#question", question);
        page.click("#ask");
    }

    private static String token() {
        var issuer = TestServer.running().issuer();
        return issuer.sign(issuer.claims("u" + UUID.randomUUID(), "user"));
    }

    private static String sha256(String script) {
        try {
            return java.util.Base64.getEncoder()
                    .encodeToString(java.security.MessageDigest.getInstance("SHA-256")
                            .digest(script.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** React comes as CommonJS; a few lines give its modules to each other, and to the hook as a module. */
    private static String reactPage() {
        return """
                <!DOCTYPE html><html lang="en"><title>React</title><div id="root"></div>
                <script type="module">
                const files = {
                  react: '/webjars/react/19.2.0/cjs/react.production.js',
                  scheduler: '/webjars/scheduler/0.27.0/cjs/scheduler.production.js',
                  'react-dom': '/webjars/react-dom/19.2.0/cjs/react-dom.production.js',
                  'react-dom/client': '/webjars/react-dom/19.2.0/cjs/react-dom-client.production.js',
                };
                const loaded = {};
                for (const [name, url] of Object.entries(files)) {
                  const module = { exports: {} };
                  new Function('module', 'exports', 'require', 'process', await (await fetch(url)).text())(
                    module, module.exports, (wanted) => loaded[wanted], { env: { NODE_ENV: 'production' } });
                  loaded[name] = module.exports;
                }
                window.React = loaded.react;
                const bridge = 'export const { useCallback, useEffect, useMemo, useState } = window.React;';
                const map = document.createElement('script');
                map.type = 'importmap';
                map.textContent = JSON.stringify({ imports: { react: 'data:text/javascript,' + encodeURIComponent(bridge) } });
                document.head.append(map);
                const { useChatSSE } = await import('/react/index.js');
                const { createElement: h, useState, StrictMode } = React;
                function Chat() {
                  const chat = useChatSSE({ baseUrl: '%s', token: () => '%s' });
                  const [question, setQuestion] = useState('');
                  const [returned, setReturned] = useState('');
                  const ask = () => chat.sendMessage(question).then(setReturned, () => {});
                  return h('div', null,
                    h('input', { id: 'question', value: question, onChange: (event) => setQuestion(event.target.value) }),
                    h('button', { id: 'ask', onClick: ask }, 'Ask'),
                    h('button', { id: 'stop', onClick: chat.stop }, 'Stop'),
                    h('button', { id: 'resume', onClick: () => chat.resume(question) }, 'Resume'),
                    h('button', { id: 'retry', onClick: () => chat.retry().catch(() => {}) }, 'Retry'),
                    h('p', { id: 'connected' }, String(chat.isConnected)),
                    h('p', { id: 'error' }, chat.error?.code),
                    h('p', { id: 'id' }, chat.conversationId),
                    h('p', { id: 'returned' }, returned),
                    h('p', { id: 'finish' }, chat.currentMessage?.finishReason),
                    h('p', { id: 'content' }, chat.currentMessage?.content));
                }
                loaded['react-dom/client'].createRoot(document.getElementById('root')).render(h(StrictMode, null, h(Chat)));
                </script></html>
                """.formatted(TestServer.running().url(), token());
    }
}
