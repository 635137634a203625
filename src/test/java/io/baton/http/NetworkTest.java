package io.baton.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
    @ParameterizedTest
    @CsvSource({
        "10.1.0.0/16, 10.1.255.255",
        "10.1.2.3, 10.1.2.3",
        "10.1.2.2/31, 10.1.2.3",
        "0.0.0.0/0, 192.0.2.1",
        "2001:db8::/32, 2001:db8:ffff::1",
        "2001:db8::/33, 2001:db8:7fff::1",
        "::/0, 2001:db8::1",
        "10.1.0.0/16, ::ffff:10.1.0.1",
    })
    void hasAddresses(String network, String address) {
        assertTrue(Network.parse(network).orElseThrow().contains(address));
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.0.0/16, 10.2.0.0",
        "10.1.2.3, 10.1.2.4",
        "10.1.2.2/31, 10.1.2.4",
        "2001:db8::/33, 2001:db8:8000::1",
        "0.0.0.0/0, 2001:db8::1",
        "::/0, 192.0.2.1",
        "10.1.0.0/16, blog.example",
    })
    void lacksOthers(String network, String address) {
        assertFalse(Network.parse(network).orElseThrow().contains(address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/8",
                "10.1.0.0/",
                "10.1.0.0/33",
                "10.1.0.1/16",
                "2001:db8::/129",
                "2001:db8::1/64",
                "10.1.0.0/-1",
                "10.1.0.0/16/8",
                "blog.example",
                "10.1.0.0/x",
                "10.1"
            })
    void isNothingElse(String text) {
        assertTrue(Network.parse(text).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.1.0.0/16", "10.1.2.3", "2001:db8::/32", "2001:db8::1"})
    void isWrittenAsItIsRead(String text) {
        assertEquals(text, Network.parse(text).orElseThrow().toString());
    }
}
