package io.baton.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What Open Liberty writes to its console while it starts, read for why it will never be ready. */
record Console(Path log) {
    /** The application failed, was not there, or its port was taken; the server itself would wait on. */
    private static final Pattern FATAL = Pattern.compile("\\b(CWWKZ000[24]E|CWWKZ0014W|CWWKO0221E|CWWKE0005E).*");

    /** What the failure goes back to. */
    private static final Pattern ROOT = Pattern.compile("(SRCFG\\d+: |Caused by: ).*");

    /** A setting that the application does not take; it ends at once then. */
    private static final Pattern REFUSED = Pattern.compile("Setting refused: (.*)");

    private static final int LONGEST = 400;

    /** Its own port is taken; whoever answers there is somebody else. */
    private static final String PORT_TAKEN = "CWWKO0221E";

    /** One or two lines: the failure and what it goes back to; empty: there is none so far. */
    Optional<String> failure() throws IOException {
        return failureIn(Files.exists(log) ? lines() : List.of());
    }

    /** The settings that are refused, each with what is allowed. */
    List<String> refused() throws IOException {
        return Files.exists(log) ? refusedIn(lines()) : List.of();
    }

    private static List<String> refusedIn(List<String> lines) {
        return lines.stream()
                .map(REFUSED::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .distinct()
                .toList();
    }

    /** Whether this very server listens on a port: an answer from there could be another one's. */
    boolean saysThatItListensOn(int port) throws IOException {
        var listening = Pattern.compile("CWWKO0219I.*\\b" + port + "\\b");
        return Files.exists(log)
                && lines().stream().anyMatch(line -> listening.matcher(line).find());
    }

    static boolean isTakenPort(String failure) {
        return failure.startsWith(PORT_TAKEN);
    }

    static Optional<String> failureIn(List<String> lines) {
        var refused = refusedIn(lines);
        if (!refused.isEmpty()) {
            return Optional.of("these settings are refused:\n  " + String.join("\n  ", refused));
        }
        var failure = lines.stream().flatMap(line -> found(FATAL, line)).findFirst();
        return failure.map(said -> rootIn(lines, said)
                .map(root -> said.contains(root) ? said : said + "\n  " + root)
                .orElse(said));
    }

    /** A message about a setting says most; else the last, innermost cause. */
    private static Optional<String> rootIn(List<String> lines, String failure) {
        var roots = lines.stream()
                .flatMap(line -> found(ROOT, line))
                .filter(root -> !root.equals(failure))
                .toList();
        return lastOf(roots, "SRCFG").or(() -> lastOf(roots, "Caused by: "));
    }

    private static Optional<String> lastOf(List<String> roots, String prefix) {
        return roots.stream().filter(root -> root.startsWith(prefix)).reduce((earlier, later) -> later);
    }

    private static Stream<String> found(Pattern pattern, String line) {
        var found = pattern.matcher(line);
        return found.find()
                ? Stream.of(found.group()
                        .substring(0, Math.min(LONGEST, found.group().length())))
                : Stream.empty();
    }

    /** In whatever encoding it was written; mostly ASCII matters. */
    private List<String> lines() throws IOException {
        return new String(Files.readAllBytes(log), java.nio.charset.StandardCharsets.UTF_8)
                .lines()
                .toList();
    }
}
