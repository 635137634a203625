package io.baton.settings;

import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperties;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * A setting as declared by its field.
 *
 * @param name   of the property; a placeholder such as {@code <model>} makes it a family with one property per model
 * @param type   of the value, without {@code Optional} around it
 * @param bounds null if a family declares them
 */
record Setting(String name, Class<?> type, Presence presence, ValueConstraint bounds, boolean isSecret) {
    private static final Pattern PLACEHOLDER = Pattern.compile("<[a-z]+>");

    /** Whether a value is required. */
    enum Presence {
        REQUIRED,
        DEFAULTED,
        OPTIONAL
    }

    /** All settings that the class declares. */
    static List<Setting> of(Class<?> type) {
        var prefix = Optional.ofNullable(type.getAnnotation(ConfigProperties.class))
                .map(properties -> properties.prefix() + ".")
                .orElse("");
        return Stream.of(type.getDeclaredFields())
                .filter(field -> field.isAnnotationPresent(ConfigProperty.class))
                .map(field -> of(prefix, field))
                .toList();
    }

    private static Setting of(String prefix, Field field) {
        var allowed = field.getAnnotation(AllowedValues.class);
        var type = field.getType() == Optional.class ? inner(field) : field.getType();
        var name = prefix + field.getAnnotation(ConfigProperty.class).name();
        var bounds = allowed == null && type != boolean.class ? null : ValueConstraint.of(type, allowed);
        return new Setting(name, type, presence(name, field), bounds, allowed != null && allowed.secret());
    }

    private static Class<?> inner(Field field) {
        return (Class<?>) ((ParameterizedType) field.getGenericType()).getActualTypeArguments()[0];
    }

    private static Presence presence(String name, Field field) {
        if (field.getType() == Optional.class || PLACEHOLDER.matcher(name).find()) {
            return Presence.OPTIONAL;
        }
        var value = field.getAnnotation(ConfigProperty.class).defaultValue();
        return value.equals(ConfigProperty.UNCONFIGURED_VALUE) ? Presence.REQUIRED : Presence.DEFAULTED;
    }

    /** The environment variable of a property, by the rules of MicroProfile Config. */
    static String variable(String property) {
        return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    boolean isFamily() {
        return PLACEHOLDER.matcher(name).find();
    }

    boolean isBounded() {
        return bounds != null;
    }

    /** Whether the property or variable sets this setting, or a member of this family. */
    boolean isSetBy(String property) {
        var pattern = Stream.of(PLACEHOLDER.split(name, -1))
                .map(part -> Pattern.quote(variable(part)))
                .collect(Collectors.joining("[A-Z0-9_]+"));
        return Pattern.matches(pattern, variable(property));
    }

    /** The first word of its variables; empty for a family that begins with a placeholder. */
    String firstWord() {
        return variable(PLACEHOLDER.split(name, -1)[0]).split("_", 2)[0];
    }
}
