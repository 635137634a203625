package io.baton.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FlowCookiesTest {
    private final FlowCookies cookies = new FlowCookies();

    FlowCookiesTest() {
        cookies.config = new SecurityConfig();
    }

    @Test
    void theIdTokenGoesToTheSignOutOnlyAndNoSiteLeadsItThere() {
        assertEquals(
                "__Secure-baton_id_token=a.b.c; Path=/logout; Max-Age=28800; HttpOnly; SameSite=Strict; Secure",
                cookies.forIdToken("a.b.c", true).orElseThrow().header());
        assertEquals(
                "baton_id_token=a.b.c; Path=/logout; Max-Age=28800; HttpOnly; SameSite=Strict",
                cookies.forIdToken("a.b.c", false).orElseThrow().header());
    }

    @Test
    void anIdTokenThatBrowsersWouldDropIsNotSent() {
        assertTrue(cookies.forIdToken("x".repeat(3_900), true).isPresent());
        assertFalse(cookies.forIdToken("x".repeat(3_901), true).isPresent());
    }
}
