package io.baton;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the documents to what is there. */
class DocumentsTest {
    private static final Pattern VARIABLE = Pattern.compile("\\b[A-Z]+(_[A-Z0-9]+)+\\b");
    private static final Pattern TICKED = Pattern.compile("`([^`]+)`");

    @Test
    void thePackageTableIsTheRule() throws IOException {
        var table = new LinkedHashMap<String, Set<String>>();
        rows("ARCHITECTURE.md").stream()
                .dropWhile(row -> !row.getFirst().equals("package"))
                .skip(2)
                .takeWhile(row -> row.getFirst().startsWith("`"))
                .filter(row ->
                        PackageMap.packages().contains(ticked(row.getFirst()).getFirst()))
                .forEach(row -> table.put(ticked(row.getFirst()).getFirst(), new TreeSet<>(ticked(row.get(2)))));
        var rule = PackageMap.packages().stream().collect(Collectors.toMap(each -> each, PackageMap::mayBeImportedBy));
        assertEquals(rule, table);
    }

    @Test
    void everyPackageOfTheTreeIsInTheMap() throws IOException {
        var root = Path.of("src/main/java/io/baton");
        try (var files = Files.walk(root)) {
            var found = files.filter(file -> file.endsWith("package-info.java"))
                    .map(file -> root.relativize(file.getParent()).toString().replace('/', '.'))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(new TreeSet<>(PackageMap.packages()), found);
        }
    }

    @Test
    void bothLanguagesHaveTheSameCommandsAndSettings() throws IOException {
        assertEquals(commands("README.md"), commands("README.zh.md"));
        assertTrue(commands("README.md").containsAll(List.of("./mvnw", "./mvnw verify", "./mvnw -Dnode=2")));
        assertEquals(variables("README.md"), variables("README.zh.md"));
        assertEquals(
                settings("docs/configuration.md").keySet(),
                settings("docs/configuration.zh.md").keySet());
    }

    @Test
    void everySettingThatTheReadmeNamesIsInTheConfiguration() throws IOException {
        var named = variables("README.md");
        assertTrue(named.contains("QWEN_API_KEY"), "the README names the settings that everybody needs");
        var known = settings("docs/configuration.md").keySet();
        assertEquals(
                Set.of(), named.stream().filter(name -> !known.contains(name)).collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/configuration.md", "docs/configuration.zh.md"})
    void theDocumentedDefaultsAreThoseOfTheCode(String document) throws IOException {
        var documented = settings(document);
        ConfigurationTest.inCode().forEach((variable, value) -> {
            assertTrue(documented.containsKey(variable), variable);
            if (!variable.equals("CHAT_SYSTEM_PROMPT")) {
                assertEquals(value, documented.get(variable), variable);
            }
        });
        var file = ConfigurationTest.inFile();
        file.stringPropertyNames().stream()
                .filter(key -> documented.containsKey(ConfigurationTest.variable(key)))
                .forEach(key ->
                        assertEquals(file.getProperty(key), documented.get(ConfigurationTest.variable(key)), key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "README.zh.md"})
    void aReadmeIsOneScreen(String readme) throws IOException {
        var lines = Files.readAllLines(Path.of(readme)).size();
        assertTrue(lines <= 80, readme + " has " + lines + " lines; what not everybody needs belongs into docs/");
    }

    @Test
    void theReadmesLinkEachOther() throws IOException {
        assertTrue(Files.readString(Path.of("README.md")).contains("(README.zh.md)"));
        assertTrue(Files.readString(Path.of("README.zh.md")).contains("(README.md)"));
    }

    /** A comment counts for all keys below it up to the next empty line. */
    @Test
    void everyKeyOfTheConfigurationFileIsCommented() throws IOException {
        var commented = false;
        for (var line : Files.readAllLines(ConfigurationTest.FILE)) {
            if (line.isBlank()) {
                commented = false;
            } else if (line.startsWith("#")) {
                commented = !line.startsWith("# ---");
            } else {
                assertTrue(commented, line);
            }
        }
    }

    @Test
    void theImageIsMadeOfFilesThatExist() throws IOException {
        Files.readAllLines(Path.of("Dockerfile")).stream()
                .filter(line -> line.startsWith("COPY ") && !line.contains("--from="))
                .forEach(line -> {
                    var words = List.of(line.split(" ")).stream()
                            .skip(1)
                            .filter(word -> !word.startsWith("--"))
                            .toList();
                    assertFalse(words.size() < 2, line);
                    words.subList(0, words.size() - 1).forEach(file -> assertTrue(Files.exists(Path.of(file)), file));
                });
    }

    /** By variable; where a row names several variables and as many defaults, each has its own. */
    private static Map<String, String> settings(String document) throws IOException {
        var settings = new LinkedHashMap<String, String>();
        for (var row : rows(document)) {
            var variables = ticked(row.getFirst());
            var values = ticked(row.get(1));
            for (var i = 0; i < variables.size(); i++) {
                settings.put(variables.get(i), values.size() == variables.size() ? values.get(i) : "");
            }
        }
        return settings;
    }

    /** The environment variables that a document names, in its prose and in its commands. */
    private static Set<String> variables(String document) throws IOException {
        return VARIABLE.matcher(Files.readString(Path.of(document)))
                .results()
                .map(match -> match.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> commands(String document) throws IOException {
        return Files.readAllLines(Path.of(document)).stream()
                .filter(line -> line.startsWith("./mvnw"))
                .map(line -> line.replaceAll("\\s*#.*", ""))
                .toList();
    }

    private static List<List<String>> rows(String document) throws IOException {
        var rows = new ArrayList<List<String>>();
        for (var line : Files.readAllLines(Path.of(document))) {
            if (line.startsWith("|")) {
                rows.add(List.of(line.substring(1).strip().split("\\s*\\|\\s*")));
            }
        }
        return rows;
    }

    static List<String> ticked(String text) {
        return TICKED.matcher(text).results().map(match -> match.group(1)).toList();
    }
}
