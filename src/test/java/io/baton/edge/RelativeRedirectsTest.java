package io.baton.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelativeRedirectsTest {
    @ParameterizedTest
    @CsvSource({
        "/login?next=%2F, /login?next=%2F",
        "http://evil.example/js/, /js/",
        "https://evil.example:99999/a?b=http://c/d, /a?b=http://c/d",
        "http://evil.example, /",
        "//evil.example/x, /evil.example/x",
        "http://a//evil.example/, /evil.example/",
        "index.html, index.html"
    })
    void aRedirectStaysHere(String location, String relative) {
        assertEquals(relative, RelativeRedirects.relative(location));
    }
}
