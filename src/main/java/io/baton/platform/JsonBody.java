package io.baton.platform;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * Reads the members of a request's JSON object, and says by name which of them can't be taken. A member that is absent
 * or null is empty; members that nobody asks for are ignored.
 */
public record JsonBody(JsonObject json) {
    private static final int MOST_DIGITS = 18;
    private static final int MOST_PLACES = 9;

    public JsonBody {
        if (json == null) {
            throw Problem.badField("body", "problem.object");
        }
    }

    public Optional<String> text(String member) {
        return value(member).map(value -> switch (value) {
            case JsonString string -> Problem.sound(member, string.getString());
            default -> throw Problem.badField(member, "problem.string", member);
        });
    }

    public Optional<Integer> wholeNumber(String member, int least, int most) {
        return value(member).map(value -> {
            if (value instanceof JsonNumber number && number.isIntegral()) {
                var exact = number.bigDecimalValue();
                if (exact.precision() - exact.scale() <= 10 && inRange(exact.longValue(), least, most)) {
                    return exact.intValue();
                }
            }
            throw Problem.badField(member, "problem.whole-number", member, least, most);
        });
    }

    public Optional<Double> number(String member, double least, double most) {
        return value(member).map(value -> {
            if (value instanceof JsonNumber number && number.doubleValue() >= least && number.doubleValue() <= most) {
                return number.doubleValue();
            }
            throw Problem.badField(member, "problem.number", member, least, most);
        });
    }

    /** An amount from 0 to {@code most} with up to nine places after the point. */
    public Optional<BigDecimal> amount(String member, long most) {
        return value(member).map(value -> {
            if (value instanceof JsonNumber number && isAmount(number.bigDecimalValue(), most)) {
                return number.bigDecimalValue();
            }
            throw Problem.badField(member, "problem.amount", member, most, MOST_PLACES);
        });
    }

    /** Looks at the number's size first: an exponent of a billion must not be written out. */
    private static boolean isAmount(BigDecimal number, long most) {
        return number.precision() - number.scale() <= MOST_DIGITS
                && number.stripTrailingZeros().scale() <= MOST_PLACES
                && number.signum() >= 0
                && number.compareTo(BigDecimal.valueOf(most)) <= 0;
    }

    public Optional<Boolean> flag(String member) {
        return value(member).map(value -> switch (value.getValueType()) {
            case TRUE -> true;
            case FALSE -> false;
            case ARRAY, OBJECT, STRING, NUMBER, NULL -> throw Problem.badField(member, "problem.flag", member);
        });
    }

    /** ISO 8601, as {@code PT15M}; longer than nothing. */
    public Optional<Duration> duration(String member) {
        return text(member).map(text -> {
            try {
                var duration = Duration.parse(text);
                if (duration.isPositive()) {
                    return duration;
                }
            } catch (DateTimeParseException e) {
                // said below
            }
            throw Problem.badField(member, "problem.duration", member);
        });
    }

    private Optional<JsonValue> value(String member) {
        return Optional.ofNullable(json.get(member)).filter(value -> value != JsonValue.NULL);
    }

    private static boolean inRange(long value, long least, long most) {
        return least <= value && value <= most;
    }
}
