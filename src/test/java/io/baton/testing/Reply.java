package io.baton.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.http.HttpHeaders;

/** A whole response. */
public record Reply(int status, HttpHeaders headers, String body) {
    public JsonObject json() {
        return Api.parse(body);
    }

    public JsonArray array() {
        try (var reader = Json.createReader(new StringReader(body))) {
            return reader.readArray();
        }
    }

    /** Itself, if it has that status. */
    public Reply with(int expected) {
        assertEquals(expected, status, () -> "the status of " + body);
        return this;
    }

    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    /** The problem that it must be, without anything of the server's inside. */
    public JsonObject problem(int expected) {
        with(expected);
        assertTrue(header("Content-Type").startsWith("application/problem+json"), header("Content-Type"));
        assertEquals(expected, json().getInt("status"));
        assertFalse(json().getString("title").isBlank());
        assertFalse(json().getString("detail").isBlank());
        assertFalse(body.matches("(?s).*(Exception|\\bat [a-z]+\\.[a-z]|Caused by|org\\.|jakarta\\.).*"), body);
        return json();
    }

    /** A problem that names what was wrong. */
    public void problem(int expected, String field) {
        assertEquals(field, problem(expected).getString("field", "none"), body);
    }
}
