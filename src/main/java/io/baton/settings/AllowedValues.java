package io.baton.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The allowed values of a setting. Required on every {@code @ConfigProperty} that is not a boolean; {@link
 * SettingsCheck} aborts the start on any other value. The type of the field decides which members apply.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface AllowedValues {
    /** The smallest number or the shortest duration, as {@code PT1S}. */
    String from() default "";

    /** The largest number or the longest duration. */
    String to() default "";

    /** The allowed values, for a text or for each item of a list. */
    String[] choices() default {};

    /** A regular expression for a text, or for each item of a list. */
    String pattern() default "";

    /** Describes the valid values; completes "must be …". */
    String description() default "";

    /** Whether the value must never be printed. */
    boolean secret() default false;
}
