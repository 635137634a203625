package io.baton.settings;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The constraint on the values of one setting.
 *
 * @param description completes "must be …"
 */
record ValueConstraint(Predicate<String> test, String description) {
    private static final String BOOLEAN = "(?i)true|false|1|0|yes|no|y|n|on|off";

    static ValueConstraint of(Class<?> type, AllowedValues allowed) {
        if (type == boolean.class || type == Boolean.class) {
            return new ValueConstraint(Pattern.compile(BOOLEAN).asMatchPredicate(), "true or false");
        }
        if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
            return whole(new BigInteger(allowed.from()), new BigInteger(allowed.to()));
        }
        if (type == BigDecimal.class) {
            return decimal(new BigDecimal(allowed.from()), new BigDecimal(allowed.to()));
        }
        if (type == Duration.class) {
            return duration(Duration.parse(allowed.from()), Duration.parse(allowed.to()));
        }
        if (type == ZoneId.class) {
            return new ValueConstraint(
                    ZoneId.getAvailableZoneIds()::contains, "a time zone of IANA's list, such as Europe/Berlin");
        }
        if (type == Path.class) {
            return new ValueConstraint(ValueConstraint::isReadable, allowed.description());
        }
        return type == CommaSeparated.class ? list(text(allowed)) : text(allowed);
    }

    private static ValueConstraint whole(BigInteger from, BigInteger to) {
        return new ValueConstraint(
                value -> value.matches("-?[0-9]{1,20}") && isWithin(new BigInteger(value), from, to),
                "a whole number from " + from + " to " + to);
    }

    private static ValueConstraint decimal(BigDecimal from, BigDecimal to) {
        return new ValueConstraint(
                value -> value.matches("-?[0-9]{1,20}(\\.[0-9]{1,20})?") && isWithin(new BigDecimal(value), from, to),
                "a number from " + from.toPlainString() + " to " + to.toPlainString());
    }

    private static ValueConstraint duration(Duration from, Duration to) {
        return new ValueConstraint(
                value -> parsed(value)
                        .filter(duration -> isWithin(duration, from, to))
                        .isPresent(),
                "a duration (ISO 8601) from " + from + " to " + to);
    }

    private static Optional<Duration> parsed(String value) {
        try {
            return Optional.of(Duration.parse(value));
        } catch (DateTimeParseException | ArithmeticException invalid) {
            return Optional.empty();
        }
    }

    private static <T extends Comparable<T>> boolean isWithin(T value, T from, T to) {
        return value.compareTo(from) >= 0 && value.compareTo(to) <= 0;
    }

    private static boolean isReadable(String value) {
        try {
            return Files.isRegularFile(Path.of(value)) && Files.isReadable(Path.of(value));
        } catch (InvalidPathException invalid) {
            return false;
        }
    }

    private static ValueConstraint text(AllowedValues allowed) {
        if (allowed.choices().length > 0) {
            var choices = Stream.of(allowed.choices()).map(Pattern::quote).collect(Collectors.joining("|"));
            return new ValueConstraint(
                    Pattern.compile(choices).asMatchPredicate(), "one of " + String.join(", ", allowed.choices()));
        }
        return new ValueConstraint(Pattern.compile(allowed.pattern()).asMatchPredicate(), allowed.description());
    }

    private static ValueConstraint list(ValueConstraint item) {
        return new ValueConstraint(
                value -> CommaSeparated.of(value).items().stream().allMatch(item.test()),
                "a comma-separated list, each item " + item.description());
    }
}
