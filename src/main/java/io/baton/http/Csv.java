package io.baton.http;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/** CSV (RFC 4180). An apostrophe precedes each text that a spreadsheet would run as a formula. */
public final class Csv {
    private Csv() {}

    /** With the line break. Null becomes an empty field; decimals have no exponent. */
    public static String line(List<?> fields) {
        return fields.stream().map(Csv::field).collect(Collectors.joining(",", "", "\r\n"));
    }

    static String field(Object value) {
        return switch (value) {
            case null -> "";
            case BigDecimal money -> money.toPlainString();
            case String text -> quoted(isFormula(text) ? "'" + text : text);
            default -> value.toString();
        };
    }

    private static boolean isFormula(String text) {
        return !text.isEmpty() && "=+-@\t\r\n＝＋－＠".indexOf(text.charAt(0)) >= 0;
    }

    private static String quoted(String text) {
        return text.matches("(?s).*[\",\r\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
