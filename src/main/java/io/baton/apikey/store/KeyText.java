package io.baton.apikey.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The text of an API key: {@code bat_}, 8 characters that locate it, 32 characters of secret, and 6 of CRC-32 over all before them, in
 * base 62. The prefix lets scanners find keys that were published by mistake; the checksum tells a mistyped key, or any other word, from
 * a key without a look into the database.
 */
public record KeyText(String text) {
    public static final String PREFIX = "bat_";
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int LOCATOR = 8;
    private static final int SECRET = 32;
    private static final int CHECKSUM = 6;
    private static final int CHECKED = PREFIX.length() + LOCATOR + SECRET;
    private static final Pattern FORM = Pattern.compile(PREFIX + "[0-9A-Za-z]{" + (LOCATOR + SECRET + CHECKSUM) + "}");
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A new one; its secret has 190 random bits. */
    public static KeyText random() {
        var text = new StringBuilder(PREFIX);
        RANDOM.ints(LOCATOR + SECRET, 0, DIGITS.length()).forEach(digit -> text.append(DIGITS.charAt(digit)));
        return new KeyText(text + checksum(text.toString()));
    }

    /** Whether a bearer token is meant to be an API key. */
    public static boolean isMeant(String token) {
        return token.startsWith(PREFIX);
    }

    /** Whether it has the form of a key, and its checksum is right. */
    boolean isIntact() {
        return FORM.matcher(text).matches() && text.endsWith(checksum(text.substring(0, CHECKED)));
    }

    /** Not secret: it finds the key among all, and people recognise the key by it. */
    public String locator() {
        return text.substring(PREFIX.length(), PREFIX.length() + LOCATOR);
    }

    /**
     * SHA-256, hexadecimal. A slow hash such as bcrypt protects passwords, which can be guessed; 190 random bits can't, however fast the
     * hash is, and a slow one would be paid for with each request.
     */
    public String digest() {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String checksum(String text) {
        var crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        var digits = new char[CHECKSUM];
        var rest = crc.getValue();
        for (var i = CHECKSUM - 1; i >= 0; i--) {
            digits[i] = DIGITS.charAt((int) (rest % DIGITS.length()));
            rest /= DIGITS.length();
        }
        return new String(digits);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return isIntact() ? PREFIX + locator() + "…" : "no key";
    }
}
