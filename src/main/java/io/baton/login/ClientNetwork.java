package io.baton.login;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;

/** The network of one client: one address of IPv4, or a /64 of IPv6, which is the least that a client has. */
final class ClientNetwork {
    private static final int PREFIX_BYTES = 8;

    private ClientNetwork() {}

    /** @param address a literal; anything else is returned unchanged */
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
