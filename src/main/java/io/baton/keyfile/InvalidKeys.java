package io.baton.keyfile;

/** Text or a file that holds no key of use. The message completes a sentence about it, and never quotes it. */
public final class InvalidKeys extends Exception {
    private static final long serialVersionUID = 1L;
    private static final String UNREADABLE = "is no PKCS12 key store, or can't be read";

    public InvalidKeys(String message) {
        super(message);
    }

    /** A file that is no key store. */
    static InvalidKeys unreadable() {
        return new InvalidKeys(UNREADABLE);
    }

    /** Whether whoever makes it may not have finished yet. */
    public boolean mayBeHalfWritten() {
        return getMessage().equals(UNREADABLE);
    }
}
