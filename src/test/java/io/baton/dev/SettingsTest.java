package io.baton.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private static final Pattern VARIABLE = Pattern.compile("`([A-Z][A-Z0-9_]+)`");

    @Test
    void onlyWhatIsBatonsIsTaken() {
        var given = Settings.in(Map.of("CHAT_HEARTBEAT", "PT1S", "DB_URL", "x", "HOME", "/root", "HTTP_PROXY", "p"));
        assertEquals(Map.of("CHAT_HEARTBEAT", "PT1S", "DB_URL", "x"), given.given());
    }

    @Test
    void everyDocumentedSettingIsTaken() throws IOException {
        var documented = Files.readAllLines(Path.of("docs/configuration.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .flatMap(
                        line -> VARIABLE.matcher(line.split("\\|")[1]).results().map(match -> match.group(1)))
                .collect(Collectors.toMap(name -> name, name -> "given"));
        assertTrue(documented.size() > 30, documented::toString);
        var taken = Settings.in(documented).given().keySet();
        assertEquals(
                Set.of(),
                documented.keySet().stream()
                        .filter(name -> !taken.contains(name))
                        .collect(Collectors.toSet()));
    }

    @Test
    void aProviderWithOnlyHalfOfItsSettingsIsNamed() {
        var settings = Settings.in(Map.of(
                "QWEN_MP_REST_URL", "https://q.example/v1",
                "GEMMA_API_KEY", "secret",
                "DEEPSEEK_API_KEY", "secret",
                "OPENAI_MP_REST_URL", "https://o.example/v1",
                "OPENAI_API_KEY", "secret"));
        assertEquals(
                List.of(
                        "qwen: https://q.example/v1 without QWEN_API_KEY: it will not be asked.",
                        "gemma: scripted in spite of GEMMA_API_KEY; to ask the real one, set GEMMA_MP_REST_URL too.",
                        "deepseek: scripted in spite of DEEPSEEK_API_KEY; to ask the real one, set"
                                + " DEEPSEEK_MP_REST_URL too."),
                settings.surprises());
    }
}
