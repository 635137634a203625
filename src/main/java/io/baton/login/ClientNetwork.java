package io.baton.login;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;

/** What one party has at least: an address of IPv4, but 2^64 addresses of IPv6. */
final class ClientNetwork {
    private static final int PREFIX_BYTES = 8;

    private ClientNetwork() {}

    /** @param address a literal; anything else is taken as it is */
    static String of(String address) {
        try {
            return address.indexOf(':') >= 0 && InetAddress.getByName(address) instanceof Inet6Address six
                    ? HexFormat.of().formatHex(six.getAddress(), 0, PREFIX_BYTES)
                    : address;
        } catch (UnknownHostException noLiteral) {
            return address;
        }
    }
}
