package io.baton.provider.wire;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How long a provider asks us to wait, in all forms that are in use. */
final class RetryHints {
    static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private static final int TOO_MANY_REQUESTS = 429;
    /** A smaller number is no time of this century, but a duration. */
    private static final double EPOCH_SECONDS = 1e9;

    private static final double EPOCH_MILLIS = 1e12;

    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}(\\.\\d{1,18})?");
    private static final String AMOUNT = "(\\d{1,9}(?:\\.\\d{1,18})?)\\s*";
    /** Such as {@code 6m0s}, {@code 1.5s} or {@code 20 ms}. */
    private static final Pattern PART =
            Pattern.compile(AMOUNT + "(ms|milliseconds?|s|sec|seconds?|m|min|minutes?|h|hours?|d|days?)");

    private static final Pattern DURATION = Pattern.compile("(?:" + PART.pattern() + "\\s*)+");
    private static final Pattern IN_WORDS = Pattern.compile(
            "(?:retry|try again|wait)[a-z ]{0,20}?\\s(?:(?:in|after|for)\\s)?(" + DURATION.pattern() + ")");

    private RetryHints() {}

    /**
     * The wait that the headers of an error response ask for; null if none does. Counters of rate limits, which come with
     * each response, matter only if a limit was exceeded.
     *
     * @param headers returns a header's value, or null
     */
    static Duration inHeaders(int status, UnaryOperator<String> headers, Instant now) {
        return first(Stream.of(
                millis(headers.apply("retry-after-ms")),
                time(headers.apply("Retry-After"), now),
                status == TOO_MANY_REQUESTS ? reset(headers, now) : Optional.empty()));
    }

    /** The longest of the limits that are used up. */
    private static Optional<Duration> reset(UnaryOperator<String> headers, Instant now) {
        var usedUp = Stream.of("requests", "tokens", "input-tokens", "output-tokens")
                .flatMap(kind -> Stream.of(
                        resetOf(headers, "x-ratelimit-remaining-" + kind, "x-ratelimit-reset-" + kind, now),
                        resetOf(
                                headers,
                                "anthropic-ratelimit-" + kind + "-remaining",
                                "anthropic-ratelimit-" + kind + "-reset",
                                now)))
                .flatMap(Optional::stream)
                .max(Duration::compareTo);
        return usedUp.or(() -> Stream.of("x-ratelimit-reset", "ratelimit-reset", "x-rate-limit-reset")
                .flatMap(name -> time(headers.apply(name), now).stream())
                .findFirst());
    }

    private static Optional<Duration> resetOf(
            UnaryOperator<String> headers, String remaining, String reset, Instant now) {
        var left = headers.apply(remaining);
        return left == null || left.strip().equals("0") ? time(headers.apply(reset), now) : Optional.empty();
    }

    /** The wait that the body of an error response asks for; null if it does not. */
    static Duration inBody(JsonObject body) {
        var error = body.get("error") instanceof JsonObject nested ? nested : body;
        return first(Stream.of(
                details(error),
                millis(text(error.get("retry_after_ms"))),
                time(text(error.get("retry_after")), Instant.EPOCH),
                time(text(error.get("retryAfter")), Instant.EPOCH),
                Stream.of(error.get("message"), body.get("error"), body.get("message"))
                        .flatMap(message -> inWords(text(message)).stream())
                        .findFirst()));
    }

    /** Google's RetryInfo. */
    private static Optional<Duration> details(JsonObject error) {
        return error.get("details") instanceof JsonArray details
                ? details.stream()
                        .flatMap(each -> each instanceof JsonObject detail
                                ? duration(text(detail.get("retryDelay"))).stream()
                                : Stream.empty())
                        .findFirst()
                : Optional.empty();
    }

    private static Optional<Duration> inWords(String message) {
        var words = IN_WORDS.matcher(message == null ? "" : message.toLowerCase(Locale.ROOT));
        return words.find() ? duration(words.group(1)) : Optional.empty();
    }

    private static String text(JsonValue value) {
        return switch (value) {
            case JsonString string -> string.getString();
            case JsonNumber number -> number.toString();
            case null -> null;
            default -> null;
        };
    }

    private static Duration first(Stream<Optional<Duration>> hints) {
        return hints.flatMap(Optional::stream)
                .findFirst()
                .map(wait -> wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait)
                .orElse(null);
    }

    private static Optional<Duration> millis(String text) {
        return number(text).map(millis -> seconds(millis / 1_000));
    }

    /** Seconds, a duration with units, seconds or milliseconds since 1970, an HTTP date, or a date of ISO 8601. */
    private static Optional<Duration> time(String text, Instant now) {
        return number(text)
                .map(number -> sinceNow(number, now))
                .or(() -> duration(text))
                .or(() -> date(text, now));
    }

    private static Duration sinceNow(double number, Instant now) {
        if (number < EPOCH_SECONDS) {
            return seconds(number);
        }
        var at = number < EPOCH_MILLIS ? number : number / 1_000;
        return seconds(Math.max(0, at - now.toEpochMilli() / 1_000.0));
    }

    private static Optional<Duration> duration(String text) {
        if (text == null || !DURATION.matcher(text.strip()).matches()) {
            return Optional.empty();
        }
        var total = Duration.ZERO;
        var parts = PART.matcher(text);
        while (parts.find()) {
            total = total.plus(seconds(Double.parseDouble(parts.group(1)) * secondsOf(parts.group(2))));
        }
        return Optional.of(total);
    }

    private static double secondsOf(String unit) {
        if (unit.startsWith("ms") || unit.startsWith("milli")) {
            return 0.001;
        }
        return switch (unit.charAt(0)) {
            case 's' -> 1;
            case 'm' -> 60;
            case 'h' -> 3_600;
            default -> 86_400;
        };
    }

    private static Optional<Duration> date(String text, Instant now) {
        return text == null
                ? Optional.empty()
                : List.of(DateTimeFormatter.RFC_1123_DATE_TIME, DateTimeFormatter.ISO_ZONED_DATE_TIME).stream()
                        .flatMap(format -> parse(text.strip(), format).stream())
                        .findFirst()
                        .map(at -> Duration.between(now, at))
                        .map(wait -> wait.isNegative() ? Duration.ZERO : wait);
    }

    private static Optional<Instant> parse(String text, DateTimeFormatter format) {
        try {
            return Optional.of(ZonedDateTime.parse(text, format).toInstant());
        } catch (DateTimeException otherFormat) {
            return Optional.empty();
        }
    }

    private static Optional<Double> number(String text) {
        return text != null && NUMBER.matcher(text.strip()).matches()
                ? Optional.of(Double.parseDouble(text.strip()))
                : Optional.empty();
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(Math.min(seconds, 1e9) * 1_000));
    }
}
