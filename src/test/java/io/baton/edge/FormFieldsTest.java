package io.baton.edge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FormFieldsTest {
    @Test
    void fieldsAreDecoded() {
        var fields = fields("", "name=%E6%8E%A5+%26%3D&empty=&alone");
        assertEquals(Set.of("name", "empty", "alone"), fields.keySet());
        assertEquals("接 &=", fields.get("name")[0]);
        assertEquals("", fields.get("empty")[0]);
        assertEquals("", fields.get("alone")[0]);
    }

    @Test
    void theQuerysValuesComeFirst() {
        assertArrayEquals(
                new String[] {"q", "f", "g"}, fields("a=q", "a=f&b=x&a=g").get("a"));
    }

    @Test
    void whatIsNotWellFormedIsTakenAsItIs() {
        assertEquals("100%", fields("", "a=100%").get("a")[0]);
        assertEquals("%zz�", fields("", "a=%zz%ff").get("a")[0]);
        assertTrue(fields("", "&&&").isEmpty());
    }

    @Test
    void furtherFieldsThanAnyFormHasAreNotLookedAt() {
        assertEquals(199, fields("", numbered(100_000)).size());
        assertEquals("x", fields("b=x", numbered(100_000)).get("b")[0]);
    }

    private static String numbered(int fields) {
        var form = new StringBuilder();
        for (var i = 0; i < fields; i++) {
            form.append('f').append(i).append("=&");
        }
        return form.toString();
    }

    private static Map<String, String[]> fields(String query, String form) {
        return FormFields.of(query, form.getBytes(StandardCharsets.UTF_8));
    }
}
