package io.baton;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.chat.ChatConfig;
import io.baton.limits.LimitsConfig;
import io.baton.routing.RoutingConfig;
import io.baton.routing.StandingConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.eclipse.microprofile.config.inject.ConfigProperties;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {
    static final Path FILE = Path.of("src/main/resources/META-INF/microprofile-config.properties");
    private static final List<Class<?>> CONFIGURATIONS =
            List.of(LimitsConfig.class, StandingConfig.class, RoutingConfig.class, ChatConfig.class);

    @ParameterizedTest
    @CsvSource({
        "LIMITS_PROVIDER_REQUESTS_PER_MINUTE, 60",
        "LIMITS_MODEL_REQUESTS_PER_MINUTE, 100",
        "LIMITS_MODEL_ERRORS_PER_FIVE_MINUTES, 10",
        "LIMITS_USER_REQUESTS_PER_MINUTE, 60",
        "LIMITS_USER_SIMULTANEOUS_ANSWERS, 5",
        "LIMITS_USER_SIMULTANEOUS_READERS, 32",
        "CHAT_TOTAL_CONTENT_LIMIT, 32768",
        "CHAT_LONGEST_ANSWER, 4",
        "CHAT_ANSWER_TIME, PT2M",
        "CHAT_ANSWER_TIME_PER_TOKEN, PT0.2S",
        "ROUTING_MAX_ATTEMPTS, 3",
        "ROUTING_MAX_CONTINUATIONS, 3",
        "CHAT_UNREAD_GRACE, PT60S",
        "CHAT_HEARTBEAT, PT15S"
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
        for (var configuration : CONFIGURATIONS) {
            var prefix = configuration.getAnnotation(ConfigProperties.class).prefix();
            for (var field : configuration.getDeclaredFields()) {
                var key =
                        prefix + "." + field.getAnnotation(ConfigProperty.class).name();
                assertTrue(text.contains(key), key);
            }
        }
    }

    /** The name of the environment variable for a key. */
    static String variable(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    /** The defaults of all settings in configuration classes, by environment variable. */
    static Map<String, String> inCode() {
        var defaults = new TreeMap<String, String>();
        for (var configuration : CONFIGURATIONS) {
            var prefix = configuration.getAnnotation(ConfigProperties.class).prefix();
            for (var field : configuration.getDeclaredFields()) {
                var property = field.getAnnotation(ConfigProperty.class);
                defaults.put(variable(prefix + "." + property.name()), property.defaultValue());
            }
        }
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
