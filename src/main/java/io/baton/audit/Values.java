package io.baton.audit;

import io.baton.http.PlainNumber;
import io.baton.model.Money;
import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** What is recorded, as JSON: records and maps become objects, money dollars, all else its text. Members without a value are left out. */
final class Values {
    private static final int LONGEST = 20_000;

    private Values() {}

    /** Null for null. A value that is too long becomes its length. */
    static String text(Object value) {
        var json = json(value);
        if (json == JsonValue.NULL) {
            return null;
        }
        var text = json.toString();
        return text.length() <= LONGEST
                ? text
                : Json.createObjectBuilder()
                        .add("length", text.length())
                        .build()
                        .toString();
    }

    private static JsonValue json(Object value) {
        return switch (value) {
            case null -> JsonValue.NULL;
            case JsonValue json -> json;
            case Boolean flag -> flag ? JsonValue.TRUE : JsonValue.FALSE;
            case Integer number -> Json.createValue(number);
            case Long number -> Json.createValue(number);
            case Double number -> Json.createValue(number);
            case BigDecimal amount -> new PlainNumber(amount);
            case Money money -> new PlainNumber(money.dollars());
            case Optional<?> optional -> json(optional.orElse(null));
            case Map<?, ?> map -> object(map);
            case Collection<?> items -> array(items);
            case Record data -> object(data);
            case Object other -> Json.createValue(other.toString());
        };
    }

    private static JsonValue object(Map<?, ?> map) {
        var object = Json.createObjectBuilder();
        map.forEach((name, value) -> {
            if (value != null) {
                object.add(name.toString(), json(value));
            }
        });
        return object.build();
    }

    private static JsonValue array(Collection<?> items) {
        var array = Json.createArrayBuilder();
        items.forEach(item -> array.add(json(item)));
        return array.build();
    }

    private static JsonValue object(Record data) {
        var object = Json.createObjectBuilder();
        for (var component : data.getClass().getRecordComponents()) {
            var value = json(value(component, data));
            if (value != JsonValue.NULL) {
                object.add(component.getName(), value);
            }
        }
        return object.build();
    }

    private static Object value(RecordComponent component, Record data) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(data);
        } catch (ReflectiveOperationException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
