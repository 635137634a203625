package io.baton.bench.load;

import java.util.Locale;

/** Reads one HTTP/1.1 response in chunked coding, wherever the pieces of it are cut. */
final class ChunkedResponse {
    private static final int MOST_HEAD = 16 * 1024;

    private enum State {
        HEAD,
        SIZE,
        DATA,
        AFTER_DATA,
        ENDED,
        FAILED
    }

    private final TokenScanner body;
    private final StringBuilder head = new StringBuilder(512);
    private State state = State.HEAD;
    private int left;
    private boolean extension;

    ChunkedResponse(TokenScanner body) {
        this.body = body;
    }

    void take(byte[] bytes, int count, long now) {
        for (var i = 0; i < count; i++) {
            switch (state) {
                case HEAD -> head((char) bytes[i]);
                case SIZE -> size(bytes[i]);
                case DATA -> {
                    var to = Math.min(count, i + left);
                    body.take(bytes, i, to, now);
                    left -= to - i;
                    i = to - 1;
                    state = left == 0 ? State.AFTER_DATA : State.DATA;
                }
                case AFTER_DATA -> state = bytes[i] == '\n' ? State.SIZE : State.AFTER_DATA;
                case ENDED, FAILED -> {
                    return;
                }
            }
        }
    }

    private void head(char next) {
        head.append(next);
        var length = head.length();
        if (length > MOST_HEAD) {
            state = State.FAILED;
        } else if (next == '\n' && length >= 4 && head.charAt(length - 3) == '\n') {
            var lines = head.toString().toLowerCase(Locale.ROOT);
            state = lines.startsWith("http/1.1 200") && lines.contains("\r\ntransfer-encoding: chunked\r\n")
                    ? State.SIZE
                    : State.FAILED;
        }
    }

    private void size(byte next) {
        if (next == '\n') {
            state = left == 0 ? State.ENDED : State.DATA;
            extension = false;
        } else if (next == ';') {
            extension = true;
        } else if (next != '\r' && !extension) {
            left = left * 16 + Character.digit(next, 16);
        }
    }

    /** Whether nothing more is to be read. */
    boolean over() {
        return state == State.ENDED || state == State.FAILED;
    }

    boolean ended() {
        return state == State.ENDED;
    }

    /** The status line, as far as it has come. */
    String status() {
        return head.toString().lines().findFirst().orElse("no response");
    }
}
