package io.baton.provider.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.baton.testing.Api;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryHintsTest {
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Retry-After=20 | PT20S",
                "Retry-After= 0  | PT0S",
                "Retry-After=20.5 | PT20.5S",
                "Retry-After=20s | PT20S",
                "Retry-After=Fri, 27 Nov 2026 12:00:20 GMT | PT20S",
                "Retry-After=Fri, 27 Nov 2026 11:00:00 GMT | PT0S",
                "Retry-After=2026-11-27T12:00:20Z | PT20S",
                "Retry-After=99999999 | PT10M",
                "retry-after-ms=1500 | PT1.5S",
                "retry-after-ms=1500;Retry-After=20 | PT1.5S",
                "x-ratelimit-reset-requests=1m2.5s;x-ratelimit-remaining-requests=0 | PT1M2.5S",
                "x-ratelimit-reset-requests=20ms;x-ratelimit-reset-tokens=6m0s | PT6M",
                "x-ratelimit-reset-requests=8h;x-ratelimit-remaining-requests=9;x-ratelimit-reset-tokens=7.66s | PT7.66S",
                "x-ratelimit-reset=30 | PT30S",
                "x-ratelimit-reset=1795780830 | PT30S",
                "x-ratelimit-reset=1795780830000 | PT30S",
                "anthropic-ratelimit-tokens-reset=2026-11-27T12:00:30Z;anthropic-ratelimit-tokens-remaining=0 | PT30S",
            })
    void headersSayItInManyForms(String headers, Duration wait) {
        assertEquals(wait, RetryHints.inHeaders(429, headers(headers)::get, NOW));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "429 | X-Other=1",
                "429 | Retry-After=",
                "429 | Retry-After=soon",
                "429 | Retry-After=-1",
                "429 | Retry-After=1e9",
                "429 | x-ratelimit-reset-requests=8h;x-ratelimit-remaining-requests=9",
                // every reply has these, whatever went wrong
                "500 | x-ratelimit-reset-requests=8h;x-ratelimit-remaining-requests=0"
            })
    void whatSaysNothingIsNoHint(int status, String headers) {
        assertNull(RetryHints.inHeaders(status, headers(headers)::get, NOW));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'error':{'details':[{'reason':'x'},{'@type':'type.googleapis.com/google.rpc.RetryInfo','retryDelay':'20.5s'}]}} | PT20.5S",
                "{'error':{'message':'Please retry in 20.5s.'}} | PT20.5S",
                "{'error':{'message':'Rate limit reached. Please try again in 1m2.5s. Visit us'}} | PT1M2.5S",
                "{'error':{'message':'try again after 30 seconds'}} | PT30S",
                "{'error':{'message':'Try again in 6ms'}} | PT0.006S",
                "{'message':'Retry after 2 minutes'} | PT2M",
                "{'error':{'retry_after':7}} | PT7S",
                "{'error':{'retry_after_ms':1500}} | PT1.5S",
                "{'retryAfter':7.5} | PT7.5S",
            })
    void bodiesSayItToo(String body, Duration wait) {
        assertEquals(wait, RetryHints.inBody(Api.parse(body.replace('\'', '"'))));
    }

    @Test
    void aBodyMaySayNothing() {
        assertNull(RetryHints.inBody(
                Api.parse("{\"error\":{\"message\":\"Your 20s are over. Try harder.\",\"details\":[1]}}")));
    }

    private static Map<String, String> headers(String text) {
        return Arrays.stream(text.split(";"))
                .map(header -> header.split("=", 2))
                .collect(Collectors.toMap(
                        header -> header[0],
                        header -> header[1],
                        (one, other) -> other,
                        () -> new TreeMap<>(String.CASE_INSENSITIVE_ORDER)));
    }
}
