package io.baton.security;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Name and password of HTTP Basic (RFC 7617), in UTF-8. */
public record BasicCredentials(String name, String password) {
    private static final String SCHEME = "Basic ";

    /** Empty where the {@code Authorization} header is absent, of another scheme or malformed. */
    public static Optional<BasicCredentials> in(String authorization) {
        if (!isBasic(authorization)) {
            return Optional.empty();
        }
        try {
            var encoded = authorization.substring(SCHEME.length()).strip();
            var pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            var colon = pair.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(new BasicCredentials(pair.substring(0, colon), pair.substring(colon + 1)));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** Whether the header has this scheme, but no name and password can be decoded. */
    static boolean areMalformedIn(String authorization) {
        return isBasic(authorization) && in(authorization).isEmpty();
    }

    private static boolean isBasic(String authorization) {
        return authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    @Override
    public String toString() {
        return name + ":…";
    }
}
