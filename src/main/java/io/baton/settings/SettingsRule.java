package io.baton.settings;

import java.util.List;
import org.eclipse.microprofile.config.Config;

/** What no single value can break: settings that need each other, files that must be usable. Found by {@code ServiceLoader}. */
public interface SettingsRule {
    /** The violations, each beginning with the name of a variable; empty if all is well. All values are allowed ones by themselves. */
    List<String> faults(Config config);

    /** The environment variable of a property. */
    static String variable(String property) {
        return Setting.variable(property);
    }
}
