package io.baton.security;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalPathTest {
    @ParameterizedTest
    @ValueSource(strings = {"/", "/console/", "/console/usage.xhtml?from=2026-01-01&to=%2F", "/a//b"})
    void aPathOfOursIsKept(String path) {
        assertEquals(path, LocalPath.of(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "console",
                "//evil.example",
                "/\\evil.example",
                "/\t/evil.example",
                "/\n/evil.example",
                "/ /evil.example",
                "/a\r\nSet-Cookie: b=c",
                "https://evil.example/",
                "javascript:alert(1)",
                "/\u00e9"
            })
    void anythingElseLeadsHome(String path) {
        assertEquals("/", LocalPath.of(path));
    }

    @Test
    void noPathLeadsHome() {
        assertEquals("/", LocalPath.of(null));
        assertEquals("/", LocalPath.of("/" + "a".repeat(3000)));
    }
}
