package io.baton.http;

import jakarta.servlet.http.HttpServletRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The origin of a request. {@code X-Forwarded-For} and {@code X-Forwarded-Proto} are trusted only from a peer on a
 * private address, which is assumed to be our proxy; each may be missing. Never throws, whatever the headers contain.
 *
 * @param address of the client, as a literal
 * @param secure  whether the client uses TLS, to us or to the proxy
 */
public record ClientAddress(String address, boolean secure) {
    private static final String ATTRIBUTE = ClientAddress.class.getName();
    private static final Pattern IPV4 =
            Pattern.compile("(25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");
    /** Approximate; the JDK never resolves a name that contains a colon. */
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private static final int LONGEST_LITERAL = 45;
    private static final int UNIQUE_LOCAL = 0xfc;

    /** Computed once per request, also if the request is wrapped later. */
    public static ClientAddress of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof ClientAddress known) {
            return known;
        }
        var client = of(
                request.getRemoteAddr(),
                request.isSecure(),
                values(request.getHeaders("X-Forwarded-For")),
                values(request.getHeaders("X-Forwarded-Proto")));
        request.setAttribute(ATTRIBUTE, client);
        return client;
    }

    /**
     * Both headers are read from the end, where the nearest proxy appends; values set by the client are further left.
     */
    static ClientAddress of(String peer, boolean secure, List<String> forwardedFor, List<String> forwardedProto) {
        if (!isPrivate(peer)) {
            return new ClientAddress(peer, secure);
        }
        var address = peer;
        for (var hop : forwardedFor.reversed()) {
            if (!isPrivate(address) || parsed(hop).isEmpty()) {
                break;
            }
            address = hop;
        }
        var proto = forwardedProto.isEmpty() ? "" : forwardedProto.getLast();
        return new ClientAddress(address, proto.isEmpty() ? secure : proto.equalsIgnoreCase("https"));
    }

    private static List<String> values(Enumeration<String> headers) {
        return Collections.list(headers).stream()
                .flatMap(header -> Stream.of(header.split(",")))
                .map(String::strip)
                .toList();
    }

    private static boolean isPrivate(String address) {
        return parsed(address)
                .filter(known -> known.isLoopbackAddress()
                        || known.isSiteLocalAddress()
                        || known.isLinkLocalAddress()
                        || known instanceof Inet6Address six && (six.getAddress()[0] & 0xfe) == UNIQUE_LOCAL)
                .isPresent();
    }

    /** Accepts literals only, so that no name is resolved. */
    static Optional<InetAddress> parsed(String address) {
        if (address.length() > LONGEST_LITERAL
                || !IPV4.matcher(address).matches() && !IPV6.matcher(address).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(address));
        } catch (UnknownHostException noAddress) {
            return Optional.empty();
        }
    }
}
