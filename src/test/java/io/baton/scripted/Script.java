package io.baton.scripted;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a request shall do: some settings, the others by default.
 *
 * @param settings checked values as they were written
 */
public record Script(Map<Setting, String> settings) {
    /** Everything by default. */
    public static final Script DEFAULT = new Script(Map.of());

    public Script {
        settings.forEach((setting, value) -> setting.checked(value));
        settings = Map.copyOf(settings);
    }

    /**
     * Reads words like {@code tokens=300 delay=0 fault=reset}, the inside of a directive.
     *
     * @throws IllegalArgumentException for a setting or a value that there isn't
     */
    public static Script of(String words) {
        Map<Setting, String> settings = new EnumMap<>(Setting.class);
        for (String word : words.strip().split("\\s+")) {
            String[] pair = word.split("=", 2);
            if (pair.length < 2) {
                throw new IllegalArgumentException("not name=value: " + word);
            }
            settings.put(Setting.named(pair[0]), pair[1]);
        }
        return new Script(settings);
    }

    /** The same from JSON members; an array stands for a list. */
    static Script of(JsonObject json) {
        Map<Setting, String> settings = new EnumMap<>(Setting.class);
        json.forEach((name, value) -> settings.put(Setting.named(name), text(value)));
        return new Script(settings);
    }

    /** This script, save for what {@code other} sets. */
    Script with(Script other) {
        Map<Setting, String> merged = new EnumMap<>(Setting.class);
        merged.putAll(settings);
        merged.putAll(other.settings);
        return new Script(merged);
    }

    Script with(Setting setting, String value) {
        return with(new Script(Map.of(setting, value)));
    }

    boolean has(Setting setting) {
        return settings.containsKey(setting);
    }

    String text(Setting setting, String otherwise) {
        return settings.getOrDefault(setting, otherwise);
    }

    int number(Setting setting, int otherwise) {
        return has(setting) ? Integer.parseInt(settings.get(setting)) : otherwise;
    }

    boolean is(Setting setting) {
        return Boolean.parseBoolean(settings.get(setting));
    }

    /** The fault, unless there is none. */
    Optional<Fault> fault() {
        return Optional.ofNullable(settings.get(Setting.FAULT))
                .filter(name -> !name.equals("none"))
                .map(Fault::of);
    }

    private static String text(JsonValue value) {
        return switch (value.getValueType()) {
            case STRING -> ((JsonString) value).getString();
            case ARRAY -> value.asJsonArray().stream().map(Script::text).collect(Collectors.joining(","));
            case NUMBER, TRUE, FALSE, NULL, OBJECT -> value.toString();
        };
    }
}
