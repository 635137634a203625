package io.baton;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.baton.settings.AllowedValues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperties;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {
    static final Path FILE = Path.of("src/main/resources/META-INF/microprofile-config.properties");

    /** All that declare settings. */
    private static final List<Class<?>> CONFIGURATIONS = new ClassFileImporter()
            .withImportOption(new DoNotIncludeTests()).importPackages("io.baton").stream()
                    .filter(type ->
                            type.getFields().stream().anyMatch(field -> field.isAnnotatedWith(ConfigProperty.class)))
                    .<Class<?>>map(JavaClass::reflect)
                    .toList();

    @ParameterizedTest
    @CsvSource({
        "LIMITS_PROVIDER_REQUESTS_PER_MINUTE, 60",
        "LIMITS_MODEL_REQUESTS_PER_MINUTE, 100",
        "LIMITS_MODEL_ERRORS_PER_FIVE_MINUTES, 10",
        "LIMITS_USER_REQUESTS_PER_MINUTE, 60",
        "LIMITS_USER_SIMULTANEOUS_ANSWERS, 5",
        "LIMITS_USER_SIMULTANEOUS_READERS, 32",
        "BUDGET_ZONE, UTC",
        "CHAT_TOTAL_CONTENT_LIMIT, 32768",
        "CHAT_LONGEST_ANSWER, 4",
        "CHAT_ANSWER_TIME, PT2M",
        "CHAT_ANSWER_TIME_PER_TOKEN, PT0.2S",
        "ROUTING_MAX_ATTEMPTS, 3",
        "ROUTING_MAX_CONTINUATIONS, 3",
        "CHAT_UNREAD_GRACE, PT60S",
        "CHAT_HEARTBEAT, PT15S",
        "BATON_SIGN_IN_SESSIONS_PER_MINUTE, 30"
    })
    void eachLimitHasItsPromisedDefault(String variable, String value) {
        assertEquals(value, inCode().get(variable));
    }

    @ParameterizedTest
    @CsvSource({
        "qwen/mp-rest/url, https://dashscope.aliyuncs.com/compatible-mode/v1",
        "gemma/mp-rest/url, https://generativelanguage.googleapis.com/v1beta/openai",
        "openai/mp-rest/url, https://api.openai.com/v1"
    })
    void eachProviderIsAskedWhereItReallyIs(String key, String url) {
        assertEquals(url, inFile().getProperty(key));
    }

    @Test
    void theFileAndTheCodeHaveTheSameDefaults() {
        var inCode = inCode();
        inFile().stringPropertyNames().forEach(key -> {
            var value = inCode.getOrDefault(variable(key), inFile().getProperty(key));
            assertEquals(value, inFile().getProperty(key), key);
        });
    }

    @Test
    void everySettingIsExplainedInTheFile() throws IOException {
        var text = Files.readString(FILE);
        settings()
                .filter(ConfigurationTest::isAFeatures)
                .forEach(field -> assertTrue(text.contains(key(field)), key(field)));
    }

    @Test
    void everySettingIsInTheDocument() throws IOException {
        var text = Files.readString(Path.of("docs/configuration.md"));
        settings().filter(field -> !isOneOfAFamily(field)).forEach(field -> {
            var variable = Stream.of(key(field).split("<[a-z]+>", -1))
                    .map(part -> Pattern.quote(variable(part)))
                    .collect(Collectors.joining("[A-Z0-9_]+"));
            assertTrue(Pattern.compile("`" + variable + "`").matcher(text).find(), key(field));
        });
    }

    @Test
    void everySettingHasBoundsUnlessItIsTrueOrFalse() {
        settings()
                .filter(field -> field.getType() != boolean.class && !isOneOfAFamily(field))
                .forEach(field -> assertTrue(field.isAnnotationPresent(AllowedValues.class), key(field)));
    }

    /** MicroProfile's own lists keep the blanks around their items. */
    @Test
    void noSettingIsAnotherKindOfList() {
        settings()
                .forEach(field -> assertFalse(
                        field.getGenericType().toString().matches(".*(\\[\\]|\\[|List|Set)\\b.*"), key(field)));
    }

    private static Stream<Field> settings() {
        return CONFIGURATIONS.stream()
                .flatMap(configuration -> Stream.of(configuration.getDeclaredFields()))
                .filter(field -> field.isAnnotationPresent(ConfigProperty.class));
    }

    /** Those of vendors have the bounds of their family, in {@code CatalogConfig}. */
    private static boolean isOneOfAFamily(Field field) {
        return key(field).matches("[a-z]+/mp-rest/.*");
    }

    private static boolean isAFeatures(Field field) {
        return field.getDeclaringClass().isAnnotationPresent(ConfigProperties.class);
    }

    private static String key(Field field) {
        var prefix = isAFeatures(field)
                ? field.getDeclaringClass()
                                .getAnnotation(ConfigProperties.class)
                                .prefix() + "."
                : "";
        return prefix + field.getAnnotation(ConfigProperty.class).name();
    }

    /** The name of the environment variable for a key. */
    static String variable(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    /** The defaults of all settings in configuration classes, by environment variable. */
    static Map<String, String> inCode() {
        var defaults = new TreeMap<String, String>();
        settings().forEach(field -> {
            var value = field.getAnnotation(ConfigProperty.class).defaultValue();
            if (!value.equals(ConfigProperty.UNCONFIGURED_VALUE)) {
                defaults.put(variable(key(field)), value);
            }
        });
        return defaults;
    }

    static Properties inFile() {
        try (var in = Files.newBufferedReader(FILE)) {
            var properties = new Properties();
            properties.load(in);
            return properties;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
