package io.baton.dev;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
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
            services = new Services(folder, java.util.Map.of());
            var environment = new HashMap<>(services.start(false).environment());
            var port = Integer.toString(Ports.freeOr(0));
            environment.put("HTTP_PORT", port);
            environment.put("HTTPS_PORT", Integer.toString(Ports.freeOr(0)));
            Liberty.lay(folder.resolve("node"), environment);
            Liberty.layForArquillian(folder.resolve("node"));
            System.setProperty("arquillian.usr", folder.resolve("node").toString());
            System.setProperty("arquillian.http.port", port);
            System.setProperty("java.home.of.server", System.getProperty("java.home"));
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException("the services for the tests did not start", failed);
        }
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        if (services != null) {
            services.close();
        }
    }
}
