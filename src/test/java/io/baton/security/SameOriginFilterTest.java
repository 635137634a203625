package io.baton.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SameOriginFilterTest {
    private static final String OWN = "http://localhost:9080";
    private static final List<String> OTHERS = List.of("https://app.example", " null");

    @ParameterizedTest(name = "Sec-Fetch-Site {0}, Origin {1}: {2}")
    @CsvSource({
        "same-origin, http://localhost:9080, true",
        "same-origin,                      , true",
        "none       ,                      , false",
        "same-site  , http://localhost:3000, false",
        "same-site  ,                      , false",
        "cross-site , https://evil.example , false",
        "cross-site ,                      , false",
        "cross-site , https://app.example  , true",
        "cross-site , http://localhost:9080, false",
        "cross-site , null                 , false",
        "           , http://localhost:9080, true",
        "           , https://app.example  , true",
        "           , https://localhost:9080, false",
        "           , http://localhost     , false",
        "           , null                 , false",
        "           ,                      , true",
    })
    void whatTheBrowserSaysDecides(String site, String origin, boolean allowed) {
        assertEquals(
                allowed,
                SameOriginFilter.isFromAllowedOrigin(
                        Optional.ofNullable(site), Optional.ofNullable(origin), OWN, OTHERS));
    }

    @Test
    void readingChangesNothing() {
        assertFalse(SameOriginFilter.changesState("GET", "/api/chat/conversations"));
        assertFalse(SameOriginFilter.changesState("HEAD", "/console/"));
        assertFalse(SameOriginFilter.changesState("OPTIONS", "/api/chat/stream"));
    }

    @Test
    void whatIsNotReadingChangesState() {
        assertTrue(SameOriginFilter.changesState("POST", "/api/chat/message"));
        assertTrue(SameOriginFilter.changesState("DELETE", "/api/auth/session"));
        assertTrue(SameOriginFilter.changesState("get", "/api/models"));
    }

    @Test
    void noOtherSpellingOfAPathGoesUnseen() {
        for (var spelling : List.of("/api/chat/stream;a=b", "/api;x/chat//stream", "/api/chat/stream/")) {
            assertEquals("/api/chat/stream", RequestPath.plain(spelling));
        }
        assertEquals("/", RequestPath.plain("/"));
    }

    @Test
    void aGetOfTheStreamMayBeginAnAnswer() {
        assertTrue(SameOriginFilter.changesState("GET", "/api/chat/stream"));
        assertTrue(SameOriginFilter.changesState("HEAD", "/api/chat/stream"));
    }
}
