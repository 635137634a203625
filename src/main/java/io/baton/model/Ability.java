package io.baton.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a model can do beside text. A request that needs an ability is sent only to models that have it. */
public enum Ability {
    /** Reads images. */
    IMAGES,
    /** Calls tools. */
    TOOLS,
    /** Answers in JSON if asked to. */
    JSON,
    /** Reasons before it answers. No request needs it. */
    REASONING;

    /** Of models whose entry says nothing. */
    public static final Set<Ability> DEFAULT = Set.of(TOOLS, JSON);

    /** The name in the catalogue and in responses. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Ability> of(String code) {
        return Arrays.stream(values()).filter(each -> each.code().equals(code)).findFirst();
    }

    /** All names, for messages. */
    public static String known() {
        return Arrays.stream(values()).map(Ability::code).collect(Collectors.joining(", "));
    }
}
