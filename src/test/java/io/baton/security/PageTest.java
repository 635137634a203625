package io.baton.security;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PageTest {
    @Test
    void nothingGivenBecomesMarkup() {
        assertEquals("&lt;b a=&quot;&#39;&amp;&quot;&gt;", Page.escape("<b a=\"'&\">"));
    }
}
