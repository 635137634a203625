package io.baton.dev;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Starts the services and lays out a server before Arquillian starts that server; it deploys the WAR itself. Does nothing
 * in any other test run.
 */
public final class ArquillianServices implements LauncherSessionListener {
    private Services services;

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        if (!Boolean.getBoolean("arquillian")) {
            return;
        }
        try {
            var folder = TestServer.fresh(Path.of(System.getProperty("baton.folder"), "inside"));
            services = new Services(folder, settings());
            var environment = new HashMap<>(services.start(false).environment());
            var port = Integer.toString(Ports.freeOr(0));
            var issuer = new Issuer();
            environment.putAll(issuer.publish(folder));
            environment.put("EXTERNAL_TOKEN", issuer.sign(issuer.claims("ada", "user")));
            environment.put("HTTP_PORT", port);
            environment.put("HTTPS_PORT", Integer.toString(Ports.freeOr(0)));
            environment.put("JAVA_HOME", System.getProperty("java.home"));
            var users = folder.resolve("node");
            var name = "inside-" + port; // Arquillian refuses to start one whose name any running server has
            Liberty.layForArquillian(users, name, environment);
            System.setProperty("arquillian.users", users.toString());
            System.setProperty("arquillian.server", name);
            System.setProperty("arquillian.http.port", port);
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException("the services for the tests did not start", failed);
        }
    }

    /** Gemma can't be connected, for nobody listens on port 1; Qwen has only two seconds for its first output. */
    private static Map<String, String> settings() {
        return Map.of(
                "GEMMA_MP_REST_URL", "http://127.0.0.1:1/v1",
                "GEMMA_API_KEY", "scripted",
                "IO_BATON_PROVIDER_QWEN_QWEN_OPEN_TIMEOUT_VALUE", "2000");
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        if (services != null) {
            services.close();
        }
    }
}
