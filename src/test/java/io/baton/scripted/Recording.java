package io.baton.scripted;

/**
 * A body to replay as it is.
 *
 * @param slice bytes in one write; 0: all at once
 */
public record Recording(String contentType, byte[] body, int slice) {
    public Recording {
        body = body.clone();
        if (slice < 0) {
            throw new IllegalArgumentException("slice: " + slice);
        }
    }
}
