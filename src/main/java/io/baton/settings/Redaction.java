package io.baton.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Removes secrets from text: the values of secret settings, whatever looks like a credential, and the user and password in an
 * address. Nothing should be logged that contains one; this is for what libraries say, such as an exception with a header in it.
 */
final class Redaction {
    static final String REDACTED = "[redacted]";

    /** A shorter value could be a word of any message. */
    private static final int SHORTEST = 8;

    private static final Pattern CREDENTIAL = Pattern.compile("(?i)\\b(?:Bearer|Basic)\\s+[\\w.~+/=-]{8,}"
            + "|\\beyJ[\\w-]{5,}\\.[\\w-]+\\.[\\w-]*"
            + "|\\bsk-[\\w-]{8,}"
            + "|\\bbat_[0-9A-Za-z]{12,}"
            + "|(?<=//)[^/@\\s\"']+@");

    private final List<Pattern> patterns = new ArrayList<>(List.of(CREDENTIAL));

    /** @param secrets values; those of addresses are not redacted as a whole, because only a part of them is secret */
    Redaction(List<String> secrets) {
        secrets.stream()
                .filter(value -> value.length() >= SHORTEST && !value.contains("://"))
                .map(value -> Pattern.compile(value, Pattern.LITERAL))
                .forEach(patterns::add);
    }

    /** The same text if there is nothing to remove; null for null. */
    String of(String text) {
        if (text == null) {
            return null;
        }
        var redacted = text;
        for (var pattern : patterns) {
            var found = pattern.matcher(redacted);
            redacted = found.find() ? found.replaceAll(Matcher.quoteReplacement(REDACTED)) : redacted;
        }
        return redacted;
    }

    /** The same exception, unless a message in its chain of causes has a secret; then a copy with the same stack traces. */
    Throwable of(Throwable thrown) {
        if (thrown == null || !hasSecret(thrown)) {
            return thrown;
        }
        return new RedactedException(of(thrown.toString()), thrown, of(thrown.getCause()));
    }

    private boolean hasSecret(Throwable thrown) {
        for (var each = thrown; each != null; each = each.getCause()) {
            var text = each.toString();
            if (!text.equals(of(text))) {
                return true;
            }
        }
        return false;
    }

    /** Stands for an exception whose message must not be logged. */
    static final class RedactedException extends Exception {
        private static final long serialVersionUID = 1;

        RedactedException(String text, Throwable original, Throwable cause) {
            super(text, cause);
            setStackTrace(original.getStackTrace());
        }

        @Override
        public String toString() {
            return getMessage();
        }
    }
}
