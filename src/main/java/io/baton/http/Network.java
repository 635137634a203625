package io.baton.http;

import java.io.Serializable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * A range of addresses in CIDR notation (RFC 4632; RFC 4291, 2.3).
 *
 * @param address its first one, a literal
 * @param bits    how many leading bits all its addresses share
 */
public record Network(String address, int bits) implements Serializable {
    /** Such as {@code 10.1.0.0/16}, {@code 2001:db8::/32}, or a single address. Empty if it is none, or has bits beyond its prefix. */
    public static Optional<Network> parse(String text) {
        var slash = text.indexOf('/');
        var address = slash < 0 ? text : text.substring(0, slash);
        return ClientAddress.parsed(address).map(InetAddress::getAddress).flatMap(first -> {
            var most = first.length * Byte.SIZE;
            var bits = slash < 0 ? most : bits(text.substring(slash + 1));
            var isNetwork = bits >= 0 && bits <= most && sharedBits(first, masked(first, bits)) == most;
            return isNetwork ? Optional.of(new Network(address, bits)) : Optional.<Network>empty();
        });
    }

    private static int bits(String text) {
        return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : -1;
    }

    /** Whether an address, a literal, is in it; IPv4 within IPv6 counts as IPv4. */
    public boolean contains(String other) {
        return ClientAddress.parsed(other)
                .map(InetAddress::getAddress)
                .filter(candidate -> candidate.length == bytes().length && sharedBits(candidate, bytes()) >= bits)
                .isPresent();
    }

    private byte[] bytes() {
        try {
            return InetAddress.getByName(address).getAddress();
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] masked(byte[] address, int bits) {
        var masked = address.clone();
        for (var bit = bits; bit < masked.length * Byte.SIZE; bit++) {
            masked[bit / Byte.SIZE] &= (byte) ~(0x80 >> bit % Byte.SIZE);
        }
        return masked;
    }

    private static int sharedBits(byte[] one, byte[] other) {
        var bits = 0;
        while (bits < one.length * Byte.SIZE
                && ((one[bits / Byte.SIZE] ^ other[bits / Byte.SIZE]) & 0x80 >> bits % Byte.SIZE) == 0) {
            bits++;
        }
        return bits;
    }

    @Override
    public String toString() {
        return ClientAddress.parsed(address)
                        .filter(single -> single.getAddress().length * Byte.SIZE == bits)
                        .isPresent()
                ? address
                : address + '/' + bits;
    }
}
