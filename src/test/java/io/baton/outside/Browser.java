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

/** A real Chromium without a window, in one language. */
final class Browser implements AutoCloseable {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private final Playwright playwright;
    private final BrowserContext context;

    private Browser(Playwright playwright, BrowserContext context) {
        this.playwright = playwright;
        this.context = context;
    }

    /** Skips the test where no Chromium is on the PATH; the environment's CHROMIUM names one elsewhere. */
    static Browser speaking(String locale) {
        return speaking(locale, TestServer.running().url());
    }

    /** The same, with another address of the server, or another server. */
    static Browser speaking(String locale, String url) {
        var chromium = Optional.ofNullable(System.getenv("CHROMIUM"))
                .map(Path::of)
                .filter(Files::isExecutable)
                .or(() -> NAMES.stream()
                        .flatMap(name -> Programs.find(name).stream())
                        .findFirst());
        Assumptions.assumeTrue(chromium.isPresent(), "no Chromium was found (CHROMIUM names one off the PATH)");
        var playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        var context = playwright
                .chromium()
                .launch(new LaunchOptions()
                        .setExecutablePath(chromium.orElseThrow())
                        .setArgs(List.of("--no-sandbox")))
                .newContext(new NewContextOptions().setLocale(locale).setBaseURL(url));
        context.setDefaultTimeout(Await.ENOUGH.toMillis());
        PlaywrightAssertions.setDefaultAssertionTimeout(Await.ENOUGH.toMillis());
        return new Browser(playwright, context);
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
        playwright.close();
    }
}
