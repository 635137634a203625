package io.baton.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The last words of {@code ./mvnw verify}: which JVM the tests ran on, in one block what was skipped and why, and what was left out. */
public final class RunSummary {
    static final String JVM = "jvm";
    static final String SKIPPED = "skipped";

    private RunSummary() {}

    /** @param arguments the file that {@link SkippedTests} has written; and the tag of the tests that were left out, if any were */
    public static void main(String[] arguments) throws IOException {
        var file = Path.of(arguments[0]);
        System.out.println(of(Files.exists(file) ? Files.readAllLines(file) : List.of(), ImageJvm.read()));
        if (arguments.length > 1 && !arguments[1].isBlank()) {
            System.out.println(
                    "Tests tagged \"" + arguments[1] + "\" were left out: ./mvnw verify -Dall runs them too.\n");
        }
    }

    static String of(List<String> notes, ImageJvm image) {
        var lines = notes.stream().map(line -> line.split("\t", 3)).toList();
        var jvms = lines.stream()
                .filter(line -> line[0].equals(JVM))
                .map(line -> line[1] + " " + line[2])
                .distinct()
                .collect(Collectors.joining(", "));
        var skipped = lines.stream()
                .filter(line -> line[0].equals(SKIPPED))
                .collect(Collectors.groupingBy(
                        line -> line[2],
                        TreeMap::new,
                        Collectors.groupingBy(line -> line[1], TreeMap::new, Collectors.counting())));
        return "\nTests ran on " + jvms + "; the image runs on " + image + ".\n"
                + (skipped.isEmpty() ? "No test was skipped.\n" : block(skipped));
    }

    private static String block(Map<String, ? extends Map<String, Long>> skipped) {
        return skipped.entrySet().stream()
                .map(reason -> "  " + reason.getKey() + ":\n    "
                        + reason.getValue().entrySet().stream()
                                .map(each -> each.getKey() + (each.getValue() == 1 ? "" : " (" + each.getValue() + ")"))
                                .collect(Collectors.joining(", ")))
                .collect(Collectors.joining("\n", "Skipped, and why:\n", "\n"));
    }
}
