package io.baton.http;

import io.baton.platform.Problem;

/**
 * The requested page of a list.
 *
 * @param page  from 1
 * @param limit items per page, 1 to 200
 */
public record Paging(int page, int limit) {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;

    /** Parses both parameters; null means the default (1 and 50). */
    public static Paging of(String page, String limit) {
        return new Paging(number("page", page, 1, Integer.MAX_VALUE), number("limit", limit, DEFAULT_LIMIT, MAX_LIMIT));
    }

    private static int number(String field, String text, int otherwise, int most) {
        if (text == null) {
            return otherwise;
        }
        try {
            var number = Integer.parseInt(text);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // reported below, like a number out of range
        }
        throw Problem.badField(field, "problem.whole-number", field, 1, most);
    }
}
