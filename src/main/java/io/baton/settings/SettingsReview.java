package io.baton.settings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;

/**
 * Checks the raw configuration before anything uses it.
 *
 * @param settings    all declared settings
 * @param environment used to name the variable that set a value
 */
record SettingsReview(List<Setting> settings, Config config, Map<String, String> environment) {
    private static final int LONGEST = 100;

    /** Prefixes that other programs use for their variables, too. */
    private static final Set<String> SHARED = Set.of("", "DB", "HTTP", "HTTPS", "MP", "OTEL", "REDIS");

    /** The invalid values, each as {@code NAME=value: must be …}, sorted. */
    List<String> faults() {
        return settings.stream()
                .filter(Setting::isBounded)
                .flatMap(setting -> properties(setting).flatMap(property -> fault(setting, property).stream()))
                .sorted()
                .toList();
    }

    private Stream<String> properties(Setting setting) {
        return setting.isFamily() ? members(setting) : Stream.of(setting.name());
    }

    /**
     * Excludes single settings that match the family's name: {@code limits.user-…} matches {@code limits.<provider>-…}.
     */
    private Stream<String> members(Setting family) {
        var members = new LinkedHashMap<String, String>();
        Stream.concat(names(config), environment.keySet().stream())
                .filter(family::isSetBy)
                .filter(name -> settings.stream()
                        .noneMatch(other -> !other.isFamily() && other.isBounded() && other.isSetBy(name)))
                .forEach(name -> members.putIfAbsent(Setting.variable(name), name));
        return members.values().stream();
    }

    private static Stream<String> names(Config config) {
        return StreamSupport.stream(config.getPropertyNames().spliterator(), false);
    }

    private Optional<String> fault(Setting setting, String property) {
        var name = nameOf(property);
        try {
            var value = config.getConfigValue(property).getValue();
            if (value == null || value.isEmpty() && setting.presence() == Setting.Presence.OPTIONAL) {
                return setting.presence() == Setting.Presence.REQUIRED
                        ? Optional.of(
                                name + ": must be set: " + setting.bounds().description())
                        : Optional.empty();
            }
            return setting.bounds().test().test(value)
                    ? Optional.empty()
                    : Optional.of(name + displayed(setting, value) + ": must be "
                            + setting.bounds().description());
        } catch (NoSuchElementException | IllegalArgumentException unresolved) {
            return Optional.of(name + ": refers to a property that is not set");
        }
    }

    /** The variable that set the value, in any spelling that MicroProfile Config accepts; otherwise the property. */
    private String nameOf(String property) {
        var variable = Setting.variable(property);
        var present = Stream.of(property, property.replaceAll("[^A-Za-z0-9]", "_"), variable)
                .filter(environment::containsKey)
                .findFirst();
        return present.orElse(config.getConfigValue(property).getValue() == null ? variable : property);
    }

    /**
     * On one line and with limited length; the part of a URL before the @ is hidden, because it may contain a password.
     */
    private static String displayed(Setting setting, String value) {
        if (setting.isSecret()) {
            return "";
        }
        var line = value.replaceAll("//[^/@]*@", "//...@").replaceAll("\\p{Cntrl}", "?");
        return "=" + (line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line);
    }

    /** The values of all secret settings. */
    List<String> secrets() {
        var declared = settings.stream().filter(Setting::isSecret).flatMap(this::properties);
        var keysOfServers = names(config).filter(name -> Setting.variable(name).endsWith("_API_KEY"));
        return Stream.concat(declared, keysOfServers)
                .flatMap(property -> config.getOptionalValue(property, String.class).stream())
                .distinct()
                .toList();
    }

    /** Variables that look like settings but are not. */
    List<String> unknown() {
        var ours = settings.stream().map(Setting::firstWord).collect(Collectors.toSet());
        ours.removeAll(SHARED);
        return environment.keySet().stream()
                .filter(name -> ours.contains(name.split("_", 2)[0]))
                .filter(name -> settings.stream().noneMatch(setting -> setting.isSetBy(name)))
                .sorted()
                .toList();
    }
}
