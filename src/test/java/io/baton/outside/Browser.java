package io.baton.outside;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.baton.dev.Programs;
import io.baton.dev.TestServer;
import io.baton.testing.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** A window of a real Chromium that nobody sees, in one language, with cookies and storage of its own. */
final class Browser implements AutoCloseable {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    /** One for all tests of a JVM: it takes seconds to start. It ends with the JVM. */
    private static com.microsoft.playwright.Browser chromium;

    private final BrowserContext context;

    private Browser(BrowserContext context) {
        this.context = context;
    }

    /** Skips the test where no Chromium is on the PATH; the environment's CHROMIUM names one elsewhere. */
    static Browser speaking(String locale) {
        return speaking(locale, TestServer.running().url());
    }

    /** The same, with another address of the server, or another server. */
    static Browser speaking(String locale, String url) {
        var context =
                chromium().newContext(new NewContextOptions().setLocale(locale).setBaseURL(url));
        context.setDefaultTimeout(Await.ENOUGH.toMillis());
        return new Browser(context);
    }

    private static synchronized com.microsoft.playwright.Browser chromium() {
        if (chromium == null) {
            var program = program();
            Assumptions.assumeTrue(program.isPresent(), "no Chromium was found (CHROMIUM names one off the PATH)");
            PlaywrightAssertions.setDefaultAssertionTimeout(Await.ENOUGH.toMillis());
            chromium = Playwright.create(
                            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")))
                    .chromium()
                    .launch(new LaunchOptions()
                            .setExecutablePath(program.orElseThrow())
                            .setArgs(List.of("--no-sandbox")));
        }
        return chromium;
    }

    private static Optional<Path> program() {
        return Optional.ofNullable(System.getenv("CHROMIUM"))
                .map(Path::of)
                .filter(Files::isExecutable)
                .or(() -> NAMES.stream()
                        .flatMap(name -> Programs.find(name).stream())
                        .findFirst());
    }

    /** Opens a page as somebody who is not signed in, and signs in. */
    Page signedIn(String user, String path) {
        var page = context.newPage();
        page.navigate(path);
        page.fill("#username", user);
        page.fill("#password", user);
        page.click("button");
        return page;
    }

    BrowserContext context() {
        return context;
    }

    @Override
    public void close() {
        context.close();
    }
}
