package io.baton.security;

import java.util.regex.Pattern;

/** The target of a redirect after signing in: always a path of this site (no open redirect). */
public final class LocalPath {
    static final String HOME = "/";

    /**
     * One slash and then no second one, which would name a host; no backslash, which browsers read as a slash; no
     * blanks or control characters, which they drop.
     */
    private static final Pattern LOCAL = Pattern.compile("/(?![/])[\\x21-\\x7e&&[^\\\\]]{0,2000}");

    private LocalPath() {}

    /** The path itself, or the home page where it is not a local path. */
    public static String of(String path) {
        return path != null && LOCAL.matcher(path).matches() ? path : HOME;
    }
}
