package io.baton.edge;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** The fields of a query and of a form (WHATWG URL, "application/x-www-form-urlencoded parsing"), in UTF-8. */
final class FormFields {
    /** More than any of our forms has; further fields are ignored. */
    private static final int MAX_FIELDS = 200;

    private FormFields() {}

    static Map<String, String[]> of(String query, byte[] form) {
        var fields = new LinkedHashMap<String, String[]>();
        Stream.of(query, new String(form, StandardCharsets.UTF_8))
                .flatMap(each -> Stream.of(each.split("&", MAX_FIELDS)).limit(MAX_FIELDS - 1L))
                .filter(field -> !field.isEmpty())
                .forEach(field -> add(field.split("=", 2), fields));
        return fields;
    }

    private static void add(String[] field, Map<String, String[]> fields) {
        var value = new String[] {field.length == 1 ? "" : decoded(field[1])};
        fields.merge(decoded(field[0]), value, FormFields::joined);
    }

    private static String[] joined(String[] earlier, String[] later) {
        return Stream.concat(Stream.of(earlier), Stream.of(later)).toArray(String[]::new);
    }

    /** A percent sign that begins no escape stands for itself. */
    private static String decoded(String text) {
        return URLDecoder.decode(text.replaceAll("%(?![0-9A-Fa-f]{2})", "%25"), StandardCharsets.UTF_8);
    }
}
