package io.baton.alert.state;

import io.baton.alert.delivery.Notice;
import io.baton.alert.state.Condition.Kind;
import io.baton.platform.Language;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What people read about an alert. */
final class AlertText {
    private AlertText() {}

    static Map<Language, Notice.Text> inAllLanguages(AlertEntity alert, Kind kind) {
        return Arrays.stream(Language.values())
                .collect(Collectors.toMap(Function.identity(), language -> text(alert, kind, language)));
    }

    private static Notice.Text text(AlertEntity alert, Kind kind, Language language) {
        var title = language.text(
                "alert.title." + kind.code(), name(alert.rule, language), subject(alert.subject, language));
        return new Notice.Text(
                title, kind == Kind.RESOLVED ? language.text("alert.detail.resolved") : detail(alert, language));
    }

    static String name(String rule, Language language) {
        return language.text("alert.rule." + rule);
    }

    /** The figures: what is, and what it is compared with. */
    static String detail(AlertEntity alert, Language language) {
        var is = alert.observed == null ? alert.value : alert.observed;
        var usual = alert.expected == null ? alert.limit : alert.expected;
        return language.text("alert.detail." + alert.rule, number(is), number(usual));
    }

    /** {@code model:qwen2.5} becomes {@code model qwen2.5}. */
    static String subject(String subject, Language language) {
        var colon = subject.indexOf(':');
        var key = "alert.subject." + (colon < 0 ? subject : subject.substring(0, colon));
        return language.has(key) ? language.text(key, subject.substring(colon + 1)) : subject;
    }

    /** With three digits at most, unless it is longer than that without a fraction. */
    static String number(double value) {
        var exact = BigDecimal.valueOf(value);
        var places = Math.max(0, 3 - Math.max(0, exact.precision() - exact.scale()));
        return exact.setScale(Math.min(places, 3), RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }
}
