package io.baton.http;

import io.baton.platform.Problem;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The version of something that admins change, for {@code ETag} and {@code If-Match} (RFC 9110, 8.8.3 and 13.1.1): a digest of its
 * content, so that nothing else need be stored.
 *
 * @param id 16 hex digits
 */
public record Version(String id) {
    private static final int BYTES = 8;
    private static final Pattern TAG = Pattern.compile("(?:W/)?\"([\\x21\\x23-\\x7e]*)\"");
    private static final Pattern TAGS = Pattern.compile("\\s*" + TAG + "(?:\\s*,\\s*" + TAG + ")*\\s*");

    /** @param content all that can be changed; amounts count by their value */
    public static Version of(Object... content) {
        var text = Stream.of(content).map(Version::text).collect(Collectors.joining("\0"));
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return new Version(HexFormat.of().formatHex(digest, 0, BYTES));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String text(Object value) {
        return value instanceof BigDecimal amount ? amount.stripTrailingZeros().toPlainString() : String.valueOf(value);
    }

    /** The header {@code ETag}. */
    public String tag() {
        return '"' + id + '"';
    }

    /**
     * Call it under a lock that every change takes.
     *
     * @param ifMatch the header; null: any version
     * @param current null: there is none
     * @throws Problem 409 if the caller has read another version, 400 if the header is malformed
     */
    public static void check(String ifMatch, Version current) {
        if (ifMatch == null) {
            return;
        }
        var isAny = ifMatch.strip().equals("*");
        if (!isAny && !TAGS.matcher(ifMatch).matches()) {
            throw Problem.badField("If-Match", "problem.version-form");
        }
        var matches = isAny
                || TAG.matcher(ifMatch)
                        .results()
                        .anyMatch(tag -> current != null && tag.group(1).equals(current.id()));
        if (current == null || !matches) {
            throw Problem.of(Problem.Kind.VERSION_CONFLICT, "problem.version-conflict");
        }
    }

    /**
     * The same where the header must be there.
     *
     * @throws Problem 428 if it is not
     */
    public static void require(String ifMatch, Version current) {
        if (ifMatch == null) {
            throw Problem.of(Problem.Kind.VERSION_REQUIRED, "problem.version-needed");
        }
        check(ifMatch, current);
    }
}
