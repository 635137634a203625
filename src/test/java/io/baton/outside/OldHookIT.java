package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import io.baton.dev.TestServer;
import io.baton.testing.Database;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A client that was written for the system before: it knows of no frame ids, keys or codes, and asks again on errors. */
class OldHookIT {
    private static final String HOOK = """
            ({ message, token }) => {
              const hook = window.hook = { posts: 0, streams: 0, errors: [], text: '', done: false, gaveUp: false, left: false };
              let conversationId;
              let tries = 0;
              const again = (why) => {
                hook.errors.push(why);
                tries += 1;
                if (tries > 15) { hook.gaveUp = true; return; }
                setTimeout(post, 1000 * tries);
              };
              const listen = () => {
                hook.streams += 1;
                const source = hook.source = new EventSource(
                  `/api/chat/stream?conversationId=${conversationId}&model=qwen2.5`, { withCredentials: true });
                source.onmessage = (event) => {
                  const { type, data } = JSON.parse(event.data);
                  if (type === 'chunk') { hook.text = data.totalContent; }
                  if (type === 'complete') { hook.text = data.content; hook.done = true; source.close(); }
                  if (type === 'error') { if (window.leaveOpen) { hook.left = true; } else { source.close(); again(data.message); } }
                };
                source.onerror = () => { if (!hook.left) { source.close(); again('broken'); } };
              };
              const post = async () => {
                hook.posts += 1;
                try {
                  const response = await fetch('/api/chat/message', { method: 'POST',
                    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
                    body: JSON.stringify({ message, conversationId, model: 'qwen2.5' }) });
                  if (!response.ok) { again((await response.json()).detail); return; }
                  ({ conversationId } = await response.json());
                  listen();
                } catch { again('no connection'); }
              };
              post();
            }
            """;
    private final String question = Providers.question("tokens=200 first=0 delay=20");

    @Test
    void aBrokenConnectionCostsNoSecondAnswer() {
        try (var cable = new Cable();
                var browser = Browser.speaking("en-US", cable.url())) {
            var page = ask(browser, question);
            page.waitForFunction("() => hook.text.includes('t20 ')");
            cable.cut();
            page.waitForFunction("() => hook.errors.length > 0");
            cable.mend();
            page.waitForFunction("() => hook.done");
            assertEquals(Providers.numbered(200), page.evaluate("hook.text"));
            System.out.println("old hook, broken connection: " + tell(page));
            assertCounts(1, 1, 1);
            assertEquals(1, Providers.saw(question).size());
        }
    }

    @Test
    void aRestartedServerCostsNoSecondQuestion() {
        try (var browser = Browser.speaking("en-US")) {
            var page = ask(browser, question);
            page.waitForFunction("() => hook.text.includes('t20 ')");
            // The hook comes back later than the other tests' answers may be without a reader.
            TestServer.running().node().kill();
            TestServer.running().node().startAgain(Map.of("CHAT_UNREAD_GRACE", "PT60S"));
            page.waitForFunction(
                    "() => hook.done || hook.gaveUp", null, new Page.WaitForFunctionOptions().setTimeout(120_000));
            System.out.println("old hook, killed server: " + tell(page));
            assertEquals(true, page.evaluate("hook.done"));
            assertEquals(Providers.numbered(200), page.evaluate("hook.text"));
            assertEquals(1, Database.count("message where role = 'user' and content = ?", question));
            assertEquals(1, answers("and a.state <> 'failed'"));
            assertTrue(Providers.saw(question).size() <= 2, "one request before the kill, and at most one after");
        } finally {
            TestServer.running().node().kill();
            TestServer.running().node().startAgain();
        }
    }

    /** Even where the hook leaves its EventSource open, that reconnects once, gets 204 and stays closed. */
    @Test
    void aRefusalLeadsToNoEndlessLoop() {
        var failing = Providers.question("fault=status:500");
        try (var browser = Browser.speaking("en-US")) {
            var page = browser.context().newPage();
            page.navigate("/js/texts.js");
            page.evaluate("window.leaveOpen = true");
            page.evaluate(HOOK, Map.of("message", failing, "token", token()));
            page.waitForFunction("() => hook.source?.readyState === EventSource.CLOSED");
            var before = Providers.saw(failing).size();
            assertEquals(1, page.evaluate("hook.streams"));
            assertEquals(1, page.evaluate("hook.posts"));
            assertEquals(before, Providers.saw(failing).size());
            assertTrue(before <= 3, "as many attempts as are allowed: " + before);
            System.out.println("old hook, refusal: " + tell(page) + ", provider requests " + before);
        }
    }

    private static Page ask(Browser browser, String message) {
        var page = browser.context().newPage();
        page.navigate("/js/texts.js");
        page.evaluate(HOOK, Map.of("message", message, "token", token()));
        return page;
    }

    private static String token() {
        var issuer = TestServer.running().issuer();
        return issuer.sign(issuer.claims("u" + UUID.randomUUID(), "user"));
    }

    private static String tell(Page page) {
        return String.valueOf(
                page.evaluate(
                        "`posts ${hook.posts}, streams ${hook.streams}, errors ${hook.errors.length} (${hook.errors.join(', ')})`"));
    }

    private long answers(String more) {
        return Database.count("answer a join message m on m.id = a.question_id where m.content = ? " + more, question);
    }

    private void assertCounts(int questions, int answers, int attempts) {
        assertEquals(questions, Database.count("message where role = 'user' and content = ?", question));
        assertEquals(answers, answers(""));
        assertEquals(
                attempts,
                Database.count(
                        "attempt t join answer a on a.id = t.answer_id join message m on m.id = a.question_id"
                                + " where m.content = ?",
                        question));
    }
}
