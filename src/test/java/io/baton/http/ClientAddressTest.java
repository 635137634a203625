package io.baton.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {
    private static final String PROXY = "10.0.0.7";
    private static final List<String> NOTHING = List.of();

    @Test
    void whoCallsWithoutAProxyIsWhoTheConnectionSays() {
        assertEquals(new ClientAddress("8.8.8.8", false), ClientAddress.of("8.8.8.8", false, NOTHING, NOTHING));
        assertEquals(new ClientAddress("8.8.8.8", true), ClientAddress.of("8.8.8.8", true, NOTHING, NOTHING));
    }

    @Test
    void nobodyOutsideIsBelieved() {
        assertEquals(
                new ClientAddress("8.8.8.8", false),
                ClientAddress.of("8.8.8.8", false, List.of("1.1.1.1"), List.of("https")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.0.9", "::1", "fd00::1", "fe80::2"
            })
    void aPrivateAddressIsAProxysOfOurs(String proxy) {
        assertEquals(
                new ClientAddress("8.8.8.8", true),
                ClientAddress.of(proxy, false, List.of("8.8.8.8"), List.of("https")));
    }

    @Test
    void eachHeaderMayComeAlone() {
        assertEquals(new ClientAddress(PROXY, true), ClientAddress.of(PROXY, false, NOTHING, List.of("https")));
        assertEquals(new ClientAddress("8.8.8.8", false), ClientAddress.of(PROXY, false, List.of("8.8.8.8"), NOTHING));
        assertEquals(new ClientAddress(PROXY, false), ClientAddress.of(PROXY, true, NOTHING, List.of("http")));
    }

    @Test
    void whatTheClientItselfPutThereIsNotBelieved() {
        var hops = List.of("1.2.3.4", "8.8.8.8", "192.168.0.3");
        assertEquals(
                new ClientAddress("8.8.8.8", false), ClientAddress.of(PROXY, false, hops, List.of("https", "http")));
    }

    @Test
    void amongOursAloneTheFirstOneCalled() {
        assertEquals(
                "192.168.0.3",
                ClientAddress.of(PROXY, false, List.of("192.168.0.3", "10.0.0.8"), NOTHING)
                        .address());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "unknown",
                "_hidden",
                "evil.example",
                "dead",
                "1.2.3",
                "1.2.3.999",
                ":",
                "1.2.3.4:80",
                "\"",
                "[::1]"
            })
    void whatIsNoAddressSaysNothing(String hop) {
        assertEquals(
                PROXY, ClientAddress.of(PROXY, false, List.of(hop), NOTHING).address());
        assertEquals(
                "10.0.0.8",
                ClientAddress.of(PROXY, false, List.of(hop, "10.0.0.8"), NOTHING)
                        .address());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "httpss", "\"https\"", "https;"})
    void whatIsNoSchemeIsNotTls(String scheme) {
        assertEquals(
                false, ClientAddress.of(PROXY, false, NOTHING, List.of(scheme)).secure());
    }
}
