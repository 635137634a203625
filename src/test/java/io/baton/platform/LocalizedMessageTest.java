package io.baton.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalizedMessageTest {
    private static final Path WORDS = Path.of("src/main/resources/io/baton");
    private static final Pattern GAP = Pattern.compile("\\{\\d}");
    /** The first words of a problem in the code, which follow its kind, time or field. */
    private static final Pattern SAID = Pattern.compile(
            "Problem\\s*\\.(?:of|temporary|untilReset|badField|tooLong|forbidden)\\((?:\\s*(?:[\\w.]+|\"[\\w-]+\"),)*"
                    + "\\s*(?:\\w+ \\+ )?\"([^\"]+)\"");
    /** What is not found, or not the caller's. */
    private static final Pattern THING = Pattern.compile("(?:notFound|mustOwn)\\(\"([^\"]+)\"");

    @Test
    void bothLanguagesHaveTheSameWordsWithTheSameGaps() throws IOException {
        var english = words("messages.properties");
        var chinese = words("messages_zh.properties");
        assertEquals(english.stringPropertyNames(), chinese.stringPropertyNames());
        for (var key : english.stringPropertyNames()) {
            assertEquals(gaps(english.getProperty(key)), gaps(chinese.getProperty(key)), key);
        }
    }

    @Test
    void everyProblemIsSaidInWordsThatCanBeTranslated() throws IOException {
        var known = words("messages.properties").stringPropertyNames();
        var found = new TreeSet<String>();
        var things = new TreeSet<String>();
        try (var files = Files.walk(Path.of("src/main/java"))) {
            for (var file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                var code = Files.readString(file);
                SAID.matcher(code).results().forEach(said -> found.add(said.group(1)));
                THING.matcher(code).results().forEach(thing -> things.add("thing." + thing.group(1)));
            }
        }
        assertTrue(things.contains("thing.conversation"), "the pattern finds things: " + things);
        found.addAll(things);
        assertTrue(found.contains("problem.no-model-open"), "the pattern finds problems: " + found);
        found.removeAll(known);
        assertEquals(Set.of(), found);
    }

    @Test
    void aProblemIsSaidInBothLanguages() {
        var problem = Problem.badField("limit", "problem.whole-number", "limit", 1, 16384);
        assertEquals("limit must be a whole number from 1 to 16384.", problem.getMessage());
        assertEquals("limit 必须是 1 到 16384 之间的整数。", problem.detail(Language.CHINESE));
        assertEquals("不存在对话 7。", Problem.notFound("conversation", 7).detail(Language.CHINESE));
    }

    @Test
    void wordsThatNobodyTranslatedAreSaidByTheTitleOfTheirKind() {
        var problem = Problem.of(Problem.Kind.RATE_LIMITED, "Not so fast.");
        assertEquals("Not so fast.", problem.getMessage());
        assertEquals("请求过快", problem.detail(Language.CHINESE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "zh-CN,zh;q=0.9,en;q=0.8 | CHINESE",
                "en-US,en;q=0.9,zh;q=0.8 | ENGLISH",
                "de,zh-Hant;q=0.5 | CHINESE",
                "zh;q=0,en | ENGLISH",
                "fr | ENGLISH",
                "*;;q | ENGLISH"
            })
    void theBestLanguageThatThereIsGetsChosen(String header, Language chosen) {
        assertEquals(chosen, Language.accepted(header));
    }

    @Test
    void withoutAWishItIsEnglish() {
        assertEquals(Language.ENGLISH, Language.accepted(null));
    }

    private static Properties words(String file) throws IOException {
        var words = new Properties();
        try (var in = Files.newBufferedReader(WORDS.resolve(file), StandardCharsets.UTF_8)) {
            words.load(in);
        }
        return words;
    }

    private static Set<String> gaps(String text) {
        var gaps = new TreeSet<String>();
        GAP.matcher(text).results().forEach(gap -> gaps.add(gap.group()));
        return gaps;
    }
}
