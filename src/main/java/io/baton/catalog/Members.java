package io.baton.catalog;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.List;

/**
 * The members of a JSON object in a file that people write. Invalid values throw an {@link IllegalArgumentException}
 * that names file, entry and member.
 *
 * @param where the entry, for messages
 */
record Members(String file, String where, JsonObject json) {
    private static final BigDecimal MOST = BigDecimal.valueOf(Integer.MAX_VALUE);

    Members(String file, JsonObject json) {
        this(file, "the file", json);
    }

    Members named(String name) {
        return new Members(file, name, json);
    }

    String text(String member) {
        return value(member, JsonString.class).getString();
    }

    int wholeNumber(String member) {
        var number = value(member, JsonNumber.class);
        var fits = number.isIntegral() && number.bigDecimalValue().abs().compareTo(MOST) <= 0;
        require(fits, member + " must be a whole number");
        return number.intValueExact();
    }

    double number(String member) {
        return value(member, JsonNumber.class).doubleValue();
    }

    BigDecimal dollars(String member) {
        var dollars = value(member, JsonNumber.class).bigDecimalValue();
        require(dollars.signum() >= 0, member + " can't be negative");
        return dollars;
    }

    /** False if absent. */
    boolean flag(String member) {
        var value = json.getOrDefault(member, JsonValue.FALSE);
        require(value == JsonValue.TRUE || value == JsonValue.FALSE, member + " must be true or false");
        return value == JsonValue.TRUE;
    }

    boolean has(String member) {
        return json.containsKey(member);
    }

    boolean isNull(String member) {
        return json.get(member) == JsonValue.NULL;
    }

    /** A nested object; messages use the name of this entry. */
    Members object(String member) {
        return new Members(file, where, value(member, JsonObject.class));
    }

    JsonArray array(String member) {
        return value(member, JsonArray.class);
    }

    List<Members> objects(String member) {
        var array = array(member);
        array.forEach(each -> require(each instanceof JsonObject, member + " must contain only objects"));
        return array.getValuesAs(JsonObject.class).stream()
                .map(each -> new Members(file, "an entry of " + member, each))
                .toList();
    }

    void require(boolean holds, String message) {
        if (!holds) {
            throw invalid(message);
        }
    }

    IllegalArgumentException invalid(String message) {
        return new IllegalArgumentException(file + ": " + where + ": " + message);
    }

    private <T extends JsonValue> T value(String member, Class<T> type) {
        var value = json.get(member);
        require(type.isInstance(value), member + " is missing or of another type");
        return type.cast(value);
    }
}
