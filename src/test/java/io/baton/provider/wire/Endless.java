package io.baton.provider.wire;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The same text over and over: its first read begins it, and it never ends. */
class Endless extends InputStream {
    private final byte[] text;
    private long position;

    Endless(String text) {
        this.text = text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public int read() {
        return text[(int) (position++ % text.length)];
    }
}
