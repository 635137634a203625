package io.baton.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

class SecurityConfigTest {
    @Test
    void byDefaultNobodyIsBelieved() {
        var config = new SecurityConfig();
        assertFalse(config.embeddedUsers);
        assertFalse(config.allowedOrigins.isPresent());
    }

    @Test
    void theDefaultsAreThoseOfTheAnnotations() throws NoSuchFieldException {
        var config = new SecurityConfig();
        assertEquals(config.sessionLifetime, Duration.parse(defaultOf("sessionLifetime")));
        assertEquals(config.streamCookieLifetime, Duration.parse(defaultOf("streamCookieLifetime")));
        assertEquals(config.embeddedUsers, Boolean.parseBoolean(defaultOf("embeddedUsers")));
    }

    @Test
    void everySettingIsInjected() {
        for (var field : SecurityConfig.class.getDeclaredFields()) {
            assertTrue(field.isAnnotationPresent(Inject.class), field.getName());
        }
    }

    private static String defaultOf(String field) throws NoSuchFieldException {
        return SecurityConfig.class
                .getDeclaredField(field)
                .getAnnotation(ConfigProperty.class)
                .defaultValue();
    }
}
