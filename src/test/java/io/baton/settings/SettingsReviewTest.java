package io.baton.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsReviewTest {
    private static final List<Setting> ALL = new ClassFileImporter()
            .withImportOption(new DoNotIncludeTests()).importPackages("io.baton").stream()
                    .map(JavaClass::reflect)
                    .flatMap(type -> Setting.of(type).stream())
                    .toList();

    /** What must be set. */
    private static final Map<String, String> NEEDED = Map.of(
            "DB_URL", "jdbc:postgresql://localhost/baton",
            "BATON_KEY_STORE_LOCATION", "/config/keys.p12",
            "BATON_KEY_STORE_PASSWORD", "sesame");

    @Test
    void thereIsNothingAgainstTheDefaults() {
        assertEquals(List.of(), faults(Map.of()));
        assertTrue(ALL.size() > 40, "the settings were found");
    }

    static Stream<Setting> settings() {
        return ALL.stream().filter(Setting::isBounded);
    }

    @ParameterizedTest
    @MethodSource("settings")
    void eachSettingRefusesWhatItCantBe(Setting setting) {
        for (var value : badValues(setting)) {
            var variable = Setting.variable(setting.name());
            var faults = faults(Map.of(variable, value));
            assertEquals(1, faults.size(), variable + "=" + value + ": " + faults);
            assertTrue(
                    faults.getFirst().startsWith(setting.isSecret() ? variable + ": must be " : variable + "="),
                    faults.getFirst());
        }
    }

    private static List<String> badValues(Setting setting) {
        var type = setting.type();
        if (type == boolean.class) {
            return List.of("maybe", " true");
        }
        if (type == int.class || type == long.class || type == BigDecimal.class) {
            return List.of("-1", "1e3", "NaN", "99999999999999999999", "1,000", " 5", "0x10", "many");
        }
        if (type == Duration.class) {
            return List.of("PT-1S", "P9999D", "PT99999999999999999999S", "10", "ten seconds", " PT10S");
        }
        if (type == Path.class) {
            return List.of("/not/there", "\0", "/");
        }
        return List.of("a\nb c\0\u0007");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "LIMITS_USER_REQUESTS_PER_MINUTE | 0 | LIMITS_USER_REQUESTS_PER_MINUTE=0: must be a whole number from 1 to 1000000",
                "CHAT_HEARTBEAT | PT0S | CHAT_HEARTBEAT=PT0S: must be a duration (ISO 8601) from PT1S to PT10M",
                "BUDGET_ZONE | Berlin | BUDGET_ZONE=Berlin: must be a time zone of IANA's list, such as Europe/Berlin",
                "BUDGET_ZONE | +08:00 | BUDGET_ZONE=+08:00: must be a time zone of IANA's list, such as Europe/Berlin",
                "BATON_EMBEDDED_USERS | maybe | BATON_EMBEDDED_USERS=maybe: must be true or false",
                "MODELS_GPT_4_REQUESTS_PER_MINUTE | none | MODELS_GPT_4_REQUESTS_PER_MINUTE=none: must be a whole number from 1 to 1000000",
                "MODELS_GPT_4_CONTINUATION | magic | MODELS_GPT_4_CONTINUATION=magic: must be one of partial, prefix, continue_final_message, instruction",
                "QWEN_API_KEY | two words | QWEN_API_KEY: must be a key without blanks",
                "QWEN_MP_REST_URL | ftp://me:secret@host | QWEN_MP_REST_URL=ftp://...@host: must be an address such as https://host/v1",
                "DB_URL | mysql://host/name?password=secret | DB_URL: must be an address such as jdbc:postgresql://host/name",
                "ROUTING_CONTINUE_AFTER | cut,never | ROUTING_CONTINUE_AFTER=cut,never: must be a comma-separated list, each item one of cut, stalled, malformed, in_band_error, too_slow, content_filter",
            })
    void aFaultNamesTheVariableItsValueAndWhatIsAllowed(String variable, String value, String fault) {
        assertEquals(List.of(fault), faults(Map.of(variable, value)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*",
                "null",
                "https://a.example, *",
                "https://a.example/",
                "https://a.example/page",
                "a.example",
                "https://A.example",
                "https://*.example",
                "https://a.example,,https://b.example",
                "https://me@a.example",
                "https://a.example:port",
                "' '",
            })
    void onlyOriginsMayCallFromElsewhere(String origins) {
        assertEquals(1, faults(Map.of("CORS_ALLOWED_ORIGINS", origins)).size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CORS_ALLOWED_ORIGINS | https://a.example , http://localhost:3000 ,capacitor://localhost,http://[::1]:8080",
                "CORS_ALLOWED_ORIGINS | ''",
                "ROUTING_CONTINUE_AFTER | ' cut , stalled '",
                "REDIS_URL | rediss://user:word@cache.example:6380/2",
                "DB_URL | jdbc:postgresql://a:5432,b:5432/baton?sslmode=require",
                "QWEN_API_KEY | ''",
                "QWEN_API_KEY | sk-1",
                "ROUTING_PACE_CHARACTERS_PER_SECOND | 0",
                "BATON_EMBEDDED_USERS | TRUE",
                "MODELS_GEMMA_3_UPSTREAM_ID | google/gemma-3:12b",
            })
    void whatIsSoundIsTaken(String variable, String value) {
        assertEquals(List.of(), faults(Map.of(variable, value)));
    }

    @Test
    void anEmptyValueIsNoWayToTheDefault() {
        assertEquals(
                List.of("CHAT_HEARTBEAT=: must be a duration (ISO 8601) from PT1S to PT10M"),
                faults(Map.of("CHAT_HEARTBEAT", "")));
    }

    @Test
    void whatMustBeSetIsAskedForAllAtOnce() {
        var faults = new SettingsReview(ALL, new Settings(Map.of()), Map.of()).faults();
        assertEquals(
                List.of(
                        "BATON_KEY_STORE_LOCATION: must be set: a PKCS12 file",
                        "BATON_KEY_STORE_PASSWORD: must be set: what opens the key store",
                        "DB_URL: must be set: an address such as jdbc:postgresql://host/name"),
                faults);
    }

    @Test
    void aLongValueIsCutAndStaysOnItsLine() {
        var fault =
                faults(Map.of("MODELS_X_CONTINUATION", "line\n".repeat(100))).getFirst();
        assertEquals(1, fault.lines().count());
        assertTrue(fault.length() < 250, fault);
    }

    @Test
    void aValueFromAFileIsNamedByItsProperty() {
        var values = new HashMap<>(Map.of("chat.heartbeat", "soon"));
        NEEDED.forEach(values::put);
        values.put("baton.key-store.location", "/keys");
        values.put("baton.key-store.password", "sesame");
        var faults = new SettingsReview(ALL, new Settings(values), Map.of()).faults();
        assertEquals(List.of("chat.heartbeat=soon: must be a duration (ISO 8601) from PT1S to PT10M"), faults);
    }

    @Test
    void aMisspeltNameIsNoticedAndOthersNamesAreNot() {
        var environment = Map.of(
                "LIMITS_USER_REQUEST_PER_MINUTE", "5",
                "CHAT_HEART_BEAT", "PT1S",
                "MODELS_GPT_4_REQUESTS_PER_MINUTE", "5",
                "HTTP_PROXY", "http://proxy",
                "REDIS_HOST", "cache",
                "PATH", "/bin");
        var review = new SettingsReview(ALL, new Settings(environment), environment);
        assertEquals(List.of("CHAT_HEART_BEAT", "LIMITS_USER_REQUEST_PER_MINUTE"), review.unknown());
        assertFalse(review.faults().isEmpty(), "what is needed is still missing");
    }

    /** As if these variables were set beside those that must be. */
    private static List<String> faults(Map<String, String> special) {
        var environment = new HashMap<>(NEEDED);
        environment.putAll(special);
        var properties = new HashMap<>(environment);
        ALL.stream()
                .filter(setting -> environment.containsKey(Setting.variable(setting.name())))
                .forEach(setting -> properties.put(setting.name(), environment.get(Setting.variable(setting.name()))));
        return new SettingsReview(ALL, new Settings(properties), environment).faults();
    }
}
