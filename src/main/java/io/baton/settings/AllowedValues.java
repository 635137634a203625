package io.baton.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a setting may be. Beside every {@code @ConfigProperty}, except for what can only be true or false; {@link
 * SettingsCheck} refuses the start with anything else. Which members count follows from the field's type.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface AllowedValues {
    /** The least number, or the shortest duration, as {@code PT1S}. */
    String from() default "";

    /** The greatest number, or the longest duration. */
    String to() default "";

    /** The only words there are, for a text or for each item of a list. */
    String[] words() default {};

    /** A regular expression for a text, or for each item of a list. */
    String form() default "";

    /** What {@link #form} asks for, to follow "must be". */
    String says() default "";

    /** Whether the value must not be repeated to anybody. */
    boolean secret() default false;
}
