package io.baton.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BasicCredentialsTest {
    @Test
    void thePasswordMayHoldColonsAndAnyLetters() {
        assertEquals(Optional.of(new BasicCredentials("ada", "a:ö:爱")), in("Basic ", "ada:a:ö:爱"));
        assertEquals(Optional.of(new BasicCredentials("ada", "")), in("basic ", "ada:"));
    }

    @Test
    void whatIsNotBasicIsNothing() {
        assertEquals(Optional.empty(), in("Bearer ", "ada:ada"));
        assertEquals(Optional.empty(), in("Basic ", "ada"));
        assertEquals(Optional.empty(), BasicCredentials.in("Basic !"));
        assertEquals(Optional.empty(), BasicCredentials.in(null));
    }

    @Test
    void thePasswordIsNotPrinted() {
        assertFalse(new BasicCredentials("ada", "secret").toString().contains("secret"));
    }

    private static Optional<BasicCredentials> in(String scheme, String pair) {
        var encoded = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        return BasicCredentials.in(scheme + encoded);
    }
}
