package io.baton.bench.load;

import java.io.Serializable;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * Where questions go.
 *
 * @param headers further header lines, each ended by CR LF
 */
record Target(URI url, Wire wire, String headers) implements Serializable {
    /** The whole request for an answer of so many tokens, each so many milliseconds after the one before. */
    byte[] request(String bearer, int tokens, int delayMillis) {
        var body = wire.body("[[tokens=" + tokens + " first=0 delay=" + delayMillis + " text=timed]]");
        var head = "POST " + url.getPath() + " HTTP/1.1\r\nHost: " + url.getAuthority() + "\r\nAuthorization: Bearer "
                + bearer + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                + "\r\nConnection: close\r\n" + headers + "\r\n";
        return (head + body).getBytes(StandardCharsets.US_ASCII);
    }
}
