package io.baton.login;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PageTemplateTest {
    @Test
    void nothingGivenBecomesMarkup() {
        assertEquals("&lt;b a=&quot;&#39;&amp;&quot;&gt;", PageTemplate.escape("<b a=\"'&\">"));
    }
}
