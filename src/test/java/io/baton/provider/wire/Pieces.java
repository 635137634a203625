package io.baton.provider.wire;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** Bytes as a network gives them: each read gets at most one piece. May end with a failure. */
final class Pieces extends InputStream {
    private final Deque<byte[]> pieces = new ArrayDeque<>();
    private final IOException failure;

    Pieces(List<byte[]> pieces) {
        this(pieces, null);
    }

    Pieces(List<byte[]> pieces, IOException failure) {
        this.failure = failure;
        pieces.stream().filter(piece -> piece.length > 0).forEach(this.pieces::add);
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (pieces.isEmpty()) {
            if (failure != null) {
                throw failure;
            }
            return -1;
        }
        var piece = pieces.poll();
        var taken = Math.min(length, piece.length);
        System.arraycopy(piece, 0, into, offset, taken);
        if (taken < piece.length) {
            pieces.push(Arrays.copyOfRange(piece, taken, piece.length));
        }
        return taken;
    }

    /** Each byte is a piece. */
    static Pieces single(byte[] bytes) {
        var pieces = new ArrayList<byte[]>();
        for (var b : bytes) {
            pieces.add(new byte[] {b});
        }
        return new Pieces(pieces);
    }
}
