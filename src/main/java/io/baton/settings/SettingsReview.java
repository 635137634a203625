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
 * Reads all that is configured before anything uses it, as it was written.
 *
 * @param settings    all there are
 * @param environment whose variables are named where they gave a value
 */
record SettingsReview(List<Setting> settings, Config config, Map<String, String> environment) {
    private static final int LONGEST = 100;

    /** Other programs have variables that begin so, too. */
    private static final Set<String> SHARED = Set.of("", "DB", "HTTP", "HTTPS", "MP", "REDIS");

    /** What can't be taken, each as {@code NAME=value: must be …}, in alphabetical order. */
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

    /** A setting of its own may look like one of a family: {@code limits.user-…} like {@code limits.<provider>-…}. */
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
                return setting.presence() == Setting.Presence.NEEDED
                        ? Optional.of(
                                name + ": must be set: " + setting.bounds().says())
                        : Optional.empty();
            }
            return setting.bounds().hold().test(value)
                    ? Optional.empty()
                    : Optional.of(name + shown(setting, value) + ": must be "
                            + setting.bounds().says());
        } catch (NoSuchElementException | IllegalArgumentException unresolved) {
            return Optional.of(name + ": refers to what is not set");
        }
    }

    /** The variable that gave it, in any of the spellings that MicroProfile Config looks for; else the property itself. */
    private String nameOf(String property) {
        var variable = Setting.variable(property);
        var given = Stream.of(property, property.replaceAll("[^A-Za-z0-9]", "_"), variable)
                .filter(environment::containsKey)
                .findFirst();
        return given.orElse(config.getConfigValue(property).getValue() == null ? variable : property);
    }

    /** On one line, and not at any length; what stands before the @ of an address may be a password. */
    private static String shown(Setting setting, String value) {
        if (setting.isSecret()) {
            return "";
        }
        var line = value.replaceAll("//[^/@]*@", "//...@").replaceAll("\\p{Cntrl}", "?");
        return "=" + (line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line);
    }

    /** Variables that look as if they were ours, but set nothing. */
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
