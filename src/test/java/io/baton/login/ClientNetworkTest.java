package io.baton.login;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientNetworkTest {
    @ParameterizedTest
    @CsvSource({
        "203.0.113.7, 203.0.113.7",
        "2001:db8:1:2::1, 20010db800010002",
        "2001:db8:1:2:ffff::, 20010db800010002",
        "2001:db8:1:3::1, 20010db800010003",
        "unknown, unknown",
        "no:address, no:address"
    })
    void aWholeNetworkOfIpv6IsOneParty(String address, String network) {
        assertEquals(network, ClientNetwork.of(address));
    }
}
