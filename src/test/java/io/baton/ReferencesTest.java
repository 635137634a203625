package io.baton;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents name and link is there. Links within comments are the compiler's to check. */
class ReferencesTest {
    /** Looks like a path, but is how traces are sent. */
    private static final String PROTOCOL = "http/protobuf";

    private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```$");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)\\)");
    private static final Pattern DECLARED = Pattern.compile("\\b(?:class|interface|record|enum)\\s+([A-Z]\\w*)");
    /** And perhaps a type within it, or a member. */
    private static final Pattern TYPE = Pattern.compile("[A-Z][a-z][A-Za-z0-9]*(\\.[A-Za-z0-9]+)*");

    private static final Pattern FILE =
            Pattern.compile("[\\w-]+\\.(java|xml|json|md|js|properties|yaml|sql|cfg|options)");
    private static final Pattern PATH = Pattern.compile("[\\w.-]+(/[\\w.-]+)+/?");
    /** Of fault tolerance, for one method. */
    private static final Pattern SETTING_OF_A_METHOD = Pattern.compile("(io\\.baton\\.[\\w.]+)/(\\w+)/(\\w+)/(\\w+)");

    private static final List<Path> ROOTS = List.of(Path.of(""), Path.of("src/main/webapp"));
    /** Not ours. */
    private static final Set<String> OF_OTHERS = Set.of(
            "EventSource",
            "JsonWebToken",
            "SseEventSink",
            "ReadListener",
            "AttributeConverter",
            "Authorization",
            "Forwarded",
            "Bearer",
            "Custom",
            "Host",
            "Lax",
            "Secure");

    /** By type. */
    private static Map<String, String> sources;

    @BeforeAll
    static void readSources() throws IOException {
        sources = sourcesByType();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyTypeThatIsNamedExists(Path document) throws IOException {
        var unknown = words(document).stream()
                .filter(word -> TYPE.matcher(word).matches())
                .map(word -> List.of(word.split("\\.")))
                .filter(names -> !OF_OTHERS.contains(names.getFirst()))
                .filter(names -> !names.stream().allMatch(name -> isIn(names.getFirst(), name)))
                .toList();
        assertEquals(List.of(), unknown);
    }

    /** Whether the type exists, and the name is another type or stands in the type's source. */
    private static boolean isIn(String type, String name) {
        return sources.containsKey(type)
                && (sources.containsKey(name)
                        || Pattern.compile("\\b" + name + "\\b")
                                .matcher(sources.get(type))
                                .find());
    }

    @Test
    void theArchitectureNamesTypes() throws IOException {
        for (var document : List.of("ARCHITECTURE.md", "CONTRIBUTING.md")) {
            var types = words(Path.of(document)).stream()
                    .filter(word -> TYPE.matcher(word).matches())
                    .count();
            assertTrue(types > 10, document);
        }
    }

    /** A path begins at the root, or where the pages are; a file alone may be anywhere. */
    @ParameterizedTest
    @MethodSource("documents")
    void everyFileThatIsNamedExists(Path document) throws IOException {
        var names = fileNames();
        var unknown = words(document).stream()
                .filter(word -> FILE.matcher(word).matches() || isOfAFolder(word))
                .filter(word -> !names.contains(word)
                        && ROOTS.stream().map(root -> root.resolve(word)).noneMatch(Files::exists))
                .toList();
        assertEquals(List.of(), unknown);
    }

    private static boolean isOfAFolder(String word) {
        return PATH.matcher(word).matches()
                && !word.startsWith("target/")
                && !word.equals(PROTOCOL)
                && ROOTS.stream()
                        .map(root -> root.resolve(word.substring(0, word.indexOf('/'))))
                        .anyMatch(Files::isDirectory);
    }

    /** Renaming the method would rename the setting. */
    @Test
    void settingsOfMethodsNameOneThatHasThem() throws IOException {
        var found = 0;
        for (var document : documents()) {
            for (var word : words(document)) {
                var setting = SETTING_OF_A_METHOD.matcher(word);
                if (setting.matches()) {
                    found++;
                    var method = "@" + setting.group(3) + "\\((?:(?!public ).)*public \\w+ " + setting.group(2) + "\\(";
                    var source = Files.readString(
                            Path.of("src/main/java", setting.group(1).replace('.', '/') + ".java"));
                    assertTrue(
                            Pattern.compile(method, Pattern.DOTALL)
                                    .matcher(source)
                                    .find(),
                            word);
                }
            }
        }
        assertTrue(found > 0);
    }

    @Test
    void everyDecisionHasANumberOfItsOwn() throws IOException {
        try (var decisions = Files.list(Path.of("docs/adr"))) {
            var files = decisions.sorted().toList();
            for (var i = 0; i < files.size(); i++) {
                var number = i + 1;
                assertTrue(
                        files.get(i).getFileName().toString().startsWith("%04d-".formatted(number)), files::toString);
                assertTrue(Files.readString(files.get(i)).startsWith("# " + number + ". "), files.get(i)::toString);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyLinkedFileExists(Path document) throws IOException {
        var folder = document.toAbsolutePath().getParent();
        LINK.matcher(Files.readString(document))
                .results()
                .map(link -> link.group(1))
                .filter(target -> !target.contains("://"))
                .forEach(target -> assertTrue(Files.exists(folder.resolve(target)), target));
    }

    /** All that somebody may read, but for what others have written. */
    private static List<Path> documents() throws IOException {
        try (var top = Files.list(Path.of(""));
                var below = Files.walk(Path.of("docs"))) {
            return Stream.concat(top, below)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    /** What the prose of a document has between backticks. */
    private static List<String> words(Path document) throws IOException {
        return DocumentsTest.ticked(FENCED.matcher(Files.readString(document)).replaceAll(""));
    }

    /** Of each type that is declared, nested ones too. */
    private static Map<String, String> sourcesByType() throws IOException {
        var types = new HashMap<String, String>();
        try (var files = Files.walk(Path.of("src"))) {
            for (var file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                var source = Files.readString(file);
                DECLARED.matcher(source).results().forEach(match -> types.put(match.group(1), source));
            }
        }
        return types;
    }

    private static Set<String> fileNames() throws IOException {
        var names = new HashSet<String>();
        for (var root : List.of("", "src", "liberty", "docs")) {
            try (var files = Files.walk(Path.of(root), root.isEmpty() ? 1 : Integer.MAX_VALUE)) {
                files.forEach(file -> names.add(file.getFileName().toString()));
            }
        }
        return names;
    }
}
