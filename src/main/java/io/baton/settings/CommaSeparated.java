package io.baton.settings;

import java.util.List;
import java.util.stream.Stream;

/** A setting with a list as its value. Unlike MicroProfile's own lists, it strips blanks around the items. */
public record CommaSeparated(List<String> items) {
    public static final CommaSeparated NONE = new CommaSeparated(List.of());

    public CommaSeparated {
        items = List.copyOf(items);
    }

    /** The converter that MicroProfile Config looks for. */
    public static CommaSeparated of(String text) {
        return new CommaSeparated(
                Stream.of(text.split(",", -1)).map(String::strip).toList());
    }
}
