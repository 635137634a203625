package io.baton.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One question on a connection of its own, and its answer. */
final class Conversation {
    private final SocketChannel channel;
    private final TokenScanner scanner;
    private final ChunkedResponse response;
    private final byte[] request;
    private final long begunAt = System.nanoTime();
    private String failure = "";

    private Conversation(SocketChannel channel, byte[] request, TokenScanner scanner) {
        this.channel = channel;
        this.request = request;
        this.scanner = scanner;
        response = new ChunkedResponse(scanner);
    }

    static Conversation begin(Selector selector, InetSocketAddress to, byte[] request, TokenScanner scanner)
            throws IOException {
        var channel = SocketChannel.open();
        var conversation = new Conversation(channel, request, scanner);
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.register(selector, SelectionKey.OP_CONNECT, conversation);
        channel.connect(to);
        return conversation;
    }

    /** Goes on with what the connection is ready for; false once it is over. */
    boolean goOn(SelectionKey key, ByteBuffer buffer) {
        try {
            if (key.isConnectable() && channel.finishConnect()) {
                key.interestOps(SelectionKey.OP_READ);
                send();
            } else if (key.isReadable()) {
                return read(buffer);
            }
            return true;
        } catch (IOException broken) {
            failure = broken.toString();
            return false;
        }
    }

    private void send() throws IOException {
        if (channel.write(ByteBuffer.wrap(request)) < request.length) {
            throw new IOException("the request did not fit into the socket's buffer");
        }
    }

    private boolean read(ByteBuffer buffer) throws IOException {
        buffer.clear();
        var count = channel.read(buffer);
        if (count < 0) {
            return false;
        }
        response.take(buffer.array(), count, System.nanoTime());
        return !response.over();
    }

    void close() {
        try {
            channel.close();
        } catch (IOException gone) {
            failure = gone.toString();
        }
    }

    boolean hasToken() {
        return scanner.tokens() > 0;
    }

    long untilFirstToken() {
        return scanner.firstAt() - begunAt;
    }

    /** Empty if the answer is whole. */
    String complaint(int tokens) {
        if (!failure.isEmpty()) {
            return failure;
        }
        return response.ended() && scanner.whole(tokens)
                ? ""
                : response.status() + ", " + scanner.tokens() + " of " + tokens + " tokens in order, the end "
                        + (response.ended() && scanner.ended() ? "came" : "did not come");
    }
}
