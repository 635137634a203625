package io.baton.http;

import io.baton.platform.Problem;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Reads the members of a JSON object in a request; an invalid member is reported by name. An absent or null member is
 * empty; unknown members are ignored.
 *
 * @param path prefix of the member names in problems; empty for the body itself
 */
public record JsonBody(JsonObject json, String path) {
    private static final int MOST_DIGITS = 18;
    private static final int MOST_PLACES = 9;

    public JsonBody {
        if (json == null) {
            throw Problem.badField("body", "problem.object");
        }
    }

    /** The body itself. */
    public JsonBody(JsonObject json) {
        this(json, "");
    }

    /** The member's full name, as used in problems. */
    public String name(String member) {
        return path + member;
    }

    public Optional<JsonBody> object(String member) {
        return value(member).map(value -> switch (value) {
            case JsonObject object -> new JsonBody(object, name(member) + ".");
            default -> throw Problem.badField(name(member), "problem.json-object", name(member));
        });
    }

    /** A non-empty array of at most {@code most} elements. */
    public Optional<JsonArray> array(String member, int most) {
        return value(member).map(value -> {
            if (value instanceof JsonArray array && !array.isEmpty() && array.size() <= most) {
                return array;
            }
            throw Problem.badField(name(member), "problem.array", name(member), most);
        });
    }

    /** A non-empty array of objects; each element's name contains its index. */
    public Optional<List<JsonBody>> objects(String member, int most) {
        return array(member, most)
                .map(array -> IntStream.range(0, array.size())
                        .mapToObj(i -> element(name(member) + "[" + i + "]", array.get(i)))
                        .toList());
    }

    private static JsonBody element(String name, JsonValue value) {
        return switch (value) {
            case JsonObject object -> new JsonBody(object, name + ".");
            default -> throw Problem.badField(name, "problem.json-object", name);
        };
    }

    public Optional<String> text(String member) {
        return value(member).map(value -> switch (value) {
            case JsonString string -> Problem.requireStorable(name(member), string.getString());
            default -> throw Problem.badField(name(member), "problem.string", name(member));
        });
    }

    public Optional<Integer> wholeNumber(String member, int least, int most) {
        return value(member).map(value -> {
            if (value instanceof JsonNumber number) {
                var exact = number.bigDecimalValue();
                if (isWhole(exact, 10) && inRange(exact.longValue(), least, most)) {
                    return exact.intValue();
                }
            }
            throw Problem.badField(name(member), "problem.whole-number", name(member), least, most);
        });
    }

    /** Whether it has at most that many digits and no fraction, in any spelling: {@code 1.0} and {@code 1e2} have none. */
    private static boolean isWhole(BigDecimal number, int digits) {
        return number.precision() - number.scale() <= digits
                && number.stripTrailingZeros().scale() <= 0;
    }

    /** An integer of at most 18 digits. */
    public Optional<Long> integer(String member) {
        return value(member).map(value -> {
            if (value instanceof JsonNumber number && isWhole(number.bigDecimalValue(), MOST_DIGITS)) {
                return number.bigDecimalValue().longValue();
            }
            throw Problem.badField(name(member), "problem.integer", name(member));
        });
    }

    public Optional<Double> number(String member, double least, double most) {
        return value(member).map(value -> {
            if (value instanceof JsonNumber number && number.doubleValue() >= least && number.doubleValue() <= most) {
                return number.doubleValue();
            }
            throw Problem.badField(name(member), "problem.number", name(member), least, most);
        });
    }

    /** An amount from 0 to {@code most} with at most nine decimal places. */
    public Optional<BigDecimal> amount(String member, long most) {
        return value(member).map(value -> {
            if (value instanceof JsonNumber number && isAmount(number.bigDecimalValue(), most)) {
                return number.bigDecimalValue();
            }
            throw Problem.badField(name(member), "problem.amount", name(member), most, MOST_PLACES);
        });
    }

    /** Checks the number's size first: an exponent of a billion must never be expanded. */
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
            case ARRAY, OBJECT, STRING, NUMBER, NULL ->
                throw Problem.badField(name(member), "problem.flag", name(member));
        });
    }

    /** A positive ISO 8601 duration, as {@code PT15M}. */
    public Optional<Duration> duration(String member) {
        return text(member).map(text -> {
            try {
                var duration = Duration.parse(text);
                if (duration.isPositive()) {
                    return duration;
                }
            } catch (DateTimeParseException e) {
                // reported below
            }
            throw Problem.badField(name(member), "problem.duration", name(member));
        });
    }

    /** A value of any type. */
    public Optional<JsonValue> value(String member) {
        return Optional.ofNullable(json.get(member)).filter(value -> value != JsonValue.NULL);
    }

    private static boolean inRange(long value, long least, long most) {
        return least <= value && value <= most;
    }
}
