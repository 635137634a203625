package io.baton.alert.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.alert.state.Condition.Kind;
import io.baton.platform.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AlertTextTest {
    @Test
    void whatHappenedIsSaidInBothLanguages() {
        var texts = AlertText.inAllLanguages(
                alert(Reading.of(AlertRule.ERROR_RATE, "model:qwen2.5", 31.25, 80)), Kind.OPENED);
        assertEquals(
                "Alert: Error rate, model qwen2.5", texts.get(Language.ENGLISH).title());
        assertEquals(
                "31.3 % of the attempts failed; the limit is 10 %.",
                texts.get(Language.ENGLISH).detail());
        assertEquals("告警：错误率，模型 qwen2.5", texts.get(Language.CHINESE).title());
        assertEquals("31.3% 的请求失败；阈值为 10%。", texts.get(Language.CHINESE).detail());
    }

    @Test
    void anAnomalyIsSaidByWhatIsAndWhatIsUsual() {
        var reading = new Reading(AlertRule.TRAFFIC_ANOMALY, Reading.SITE, 8, 400, 1_234.5, 398.2);
        assertEquals(
                "1235 attempts in 15 minutes; at this time it is usually 398.",
                AlertText.inAllLanguages(alert(reading), Kind.WORSE)
                        .get(Language.ENGLISH)
                        .detail());
    }

    @ParameterizedTest
    @EnumSource(AlertRule.class)
    void eachRuleHasItsTextsAndItsRowInTheDocument(AlertRule rule) throws IOException {
        for (var language : Language.values()) {
            assertTrue(language.has("alert.rule." + rule.code()), rule::code);
            assertTrue(language.has("alert.detail." + rule.code()), rule::code);
        }
        var row = Files.readAllLines(Path.of("docs/alerts.md")).stream()
                .filter(line -> line.startsWith("| `" + rule.code() + "` |"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(rule.code()));
        var cells = row.replace(",", "").split("\\s*\\|\\s*");
        var limits = rule.shipped();
        assertEquals(AlertText.number(limits.limit()), cells[4], row);
        assertEquals(AlertText.number(limits.worse()), cells[5], row);
        assertEquals(
                limits.leastVolume() == 0 ? "" : AlertText.number(limits.leastVolume()),
                cells[6].replaceAll("[^0-9]", ""),
                row);
        assertEquals(Integer.toString(limits.inARow()), cells[7], row);
        assertTrue(rule.isBeyond(limits.worse(), limits.limit()), row);
        assertTrue(limits.worse() <= rule.unit().most(), row);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0.00042, 0", "0.1234, 0.123", "12.345, 12.3", "99.96, 100", "1234.5, 1235", "100000, 100000"})
    void numbersHaveThreeDigits(double value, String text) {
        assertEquals(text, AlertText.number(value));
    }

    private static AlertEntity alert(Reading reading) {
        var alert = new AlertEntity(UUID.randomUUID(), reading, 1);
        alert.read(reading, reading.rule().shipped().limit());
        return alert;
    }
}
