package io.baton.settings;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterTypeDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.WithAnnotations;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Aborts the start if settings are invalid, and reports all of them at once, before any bean exists. From then on the values of
 * secret settings are kept out of the log. The process exits
 * with {@link #STATUS}: a server that kept running without its application would look alive to its supervisor.
 */
public class SettingsCheck implements Extension {
    /** EX_CONFIG of sysexits.h: a configuration error, so a retry is useless. */
    static final int STATUS = 78;

    private static final Logger LOG = Logger.getLogger(SettingsCheck.class.getName());

    private final List<Setting> settings = new ArrayList<>();

    void find(@Observes @WithAnnotations(ConfigProperty.class) ProcessAnnotatedType<?> type) {
        settings.addAll(Setting.of(type.getAnnotatedType().getJavaClass()));
    }

    void check(@Observes AfterTypeDiscovery allFound) {
        var review = new SettingsReview(settings, ConfigProvider.getConfig(), System.getenv());
        review.unknown().forEach(name -> LOG.warning(name + " is not a setting and is ignored."));
        var faults = new ArrayList<>(review.faults());
        if (faults.isEmpty()) {
            ServiceLoader.load(SettingsRule.class, SettingsCheck.class.getClassLoader())
                    .forEach(rule -> faults.addAll(rule.faults(ConfigProvider.getConfig())));
        }
        if (!faults.isEmpty()) {
            faults.forEach(fault -> LOG.severe("Setting refused: " + fault));
            // An orderly shutdown is not needed yet, and its output would bury these lines.
            Runtime.getRuntime().halt(STATUS);
        }
        new RedactedLog(new Redaction(review.secrets())).install();
    }
}
