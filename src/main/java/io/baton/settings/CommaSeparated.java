package io.baton.settings;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A setting with a list as its value. Unlike MicroProfile's own lists, it strips blanks around the items. */
public record CommaSeparated(List<String> items) {
    public static final CommaSeparated NONE = new CommaSeparated(List.of());
    private static final Pattern COMMA = Pattern.compile("(?<!\\\\),");

    public CommaSeparated {
        items = List.copyOf(items);
    }

    /** The converter that MicroProfile Config looks for. As in its own lists, {@code \,} is a comma within an item. */
    public static CommaSeparated of(String text) {
        return new CommaSeparated(Stream.of(COMMA.split(text, -1))
                .map(item -> item.replace("\\,", ",").strip())
                .toList());
    }
}
