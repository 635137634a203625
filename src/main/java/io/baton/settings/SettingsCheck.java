package io.baton.settings;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterTypeDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.WithAnnotations;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Refuses a start with settings that can't be taken, all of them at once, before there is any bean. The process ends with
 * {@link #STATUS}: a server that stayed without its application would look alive to whoever watches over it.
 */
public class SettingsCheck implements Extension {
    /** EX_CONFIG of sysexits.h: something is configured wrongly, and a further try is of no use. */
    static final int STATUS = 78;

    private static final Logger LOG = Logger.getLogger(SettingsCheck.class.getName());

    private final List<Setting> settings = new ArrayList<>();

    void find(@Observes @WithAnnotations(ConfigProperty.class) ProcessAnnotatedType<?> type) {
        settings.addAll(Setting.of(type.getAnnotatedType().getJavaClass()));
    }

    void check(@Observes AfterTypeDiscovery allFound) {
        var review = new SettingsReview(settings, ConfigProvider.getConfig(), System.getenv());
        review.unknown().forEach(name -> LOG.warning(name + " is no setting, and is ignored."));
        var faults = review.faults();
        if (!faults.isEmpty()) {
            faults.forEach(fault -> LOG.severe("Setting refused: " + fault));
            // Nothing has begun that would need an orderly end, and that would bury these lines under a page of others.
            Runtime.getRuntime().halt(STATUS);
        }
    }
}
