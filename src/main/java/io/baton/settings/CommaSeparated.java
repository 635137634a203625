package io.baton.settings;

import java.util.List;
import java.util.stream.Stream;

/** A setting that is a list. Blanks around its items do not count, which MicroProfile's own lists would keep. */
public record CommaSeparated(List<String> items) {
    public static final CommaSeparated NONE = new CommaSeparated(List.of());

    public CommaSeparated {
        items = List.copyOf(items);
    }

    /** By this MicroProfile makes one of a setting's text. */
    public static CommaSeparated of(String text) {
        return new CommaSeparated(
                Stream.of(text.split(",", -1)).map(String::strip).toList());
    }
}
