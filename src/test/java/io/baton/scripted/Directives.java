package io.baton.scripted;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The directives inside a text: {@code [[name=value …]]} for all vendors, {@code [[vendor:name=value …]]} for one.
 * Double brackets around anything else are text.
 */
final class Directives {
    private static final String PAIR = "[A-Za-z_-]+=\\S*?";
    private static final Pattern DIRECTIVE =
            Pattern.compile("\\[\\[(?:([a-z0-9-]+):)?(" + PAIR + "(?:[ \\t]+" + PAIR + ")*)\\s*]]");

    private Directives() {}

    static boolean areIn(String text) {
        return DIRECTIVE.matcher(text).find();
    }

    /**
     * What the directives in {@code text} say to {@code vendor}; its own go before those for all, later before earlier.
     *
     * @throws IllegalArgumentException for a setting or a value that there isn't
     */
    static Script in(String text, String vendor) {
        Script forAll = Script.DEFAULT;
        Script forVendor = Script.DEFAULT;
        for (Matcher found = DIRECTIVE.matcher(text); found.find(); ) {
            Script script = Script.of(found.group(2));
            if (found.group(1) == null) {
                forAll = forAll.with(script);
            } else if (found.group(1).equals(vendor)) {
                forVendor = forVendor.with(script);
            }
        }
        return forAll.with(forVendor);
    }

    static String removedFrom(String text) {
        return DIRECTIVE.matcher(text).replaceAll("").strip();
    }
}
