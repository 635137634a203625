package io.baton.bench.load;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Puts loads on targets, all conversations on one thread, so that it costs little beside what is measured. As a program it
 * reads {@link Order}s from its input and writes a {@link Result} for each to its output, until its input ends.
 */
final class LoadGenerator {
    private static final int BUFFER = 64 * 1024;
    private final Order order;
    private final Load load;
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private final List<Conversation> conversations = new ArrayList<>();
    private final Samples lags = new Samples();
    private long lastProgress;
    private int open;

    /** @param bearers the tokens of all who may ask */
    record Order(Target target, Load load, List<String> bearers) implements java.io.Serializable {}

    private LoadGenerator(Order order, Selector selector) {
        this.order = order;
        this.load = order.load();
        this.selector = selector;
    }

    public static void main(String[] arguments) throws Exception {
        try (var out = new ObjectOutputStream(System.out);
                var in = new ObjectInputStream(new BufferedInputStream(System.in));
                var selector = Selector.open()) {
            out.flush();
            while (true) {
                out.writeObject(run((Order) in.readObject(), selector));
                out.flush();
            }
        } catch (EOFException end) {
            System.exit(0);
        }
    }

    /** Blocks until all conversations have ended. */
    static Result run(Order order, Selector selector) throws IOException {
        return new LoadGenerator(order, selector).run();
    }

    private Result run() throws IOException {
        var begun = System.nanoTime();
        lastProgress = begun;
        while (conversations.size() < load.streams() || open > 0) {
            beginThoseDue(begun);
            selector.select(this::goOn, millisUntilNext(begun));
            if (System.nanoTime() - lastProgress > load.patienceNanos()) {
                break;
            }
        }
        var nanos = System.nanoTime() - begun;
        conversations.forEach(Conversation::close);
        selector.selectNow();
        return result(nanos);
    }

    private void beginThoseDue(long begun) throws IOException {
        while (canBegin() && System.nanoTime() - begun >= load.beginsAfterNanos(conversations.size())) {
            var bearer = order.bearers().get(conversations.size() % load.callers());
            var target = order.target();
            conversations.add(Conversation.begin(
                    selector,
                    new InetSocketAddress(target.url().getHost(), target.url().getPort()),
                    target.request(bearer, load.tokens(), load.delayMillis()),
                    new TokenScanner(target.wire().end(), lags)));
            open++;
        }
    }

    private boolean canBegin() {
        return conversations.size() < load.streams() && open < load.atOnce();
    }

    private long millisUntilNext(long begun) {
        var nanos = canBegin()
                ? begun + load.beginsAfterNanos(conversations.size()) - System.nanoTime()
                : TimeUnit.SECONDS.toNanos(1);
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos));
    }

    private void goOn(SelectionKey key) {
        lastProgress = System.nanoTime();
        var conversation = (Conversation) key.attachment();
        if (!conversation.goOn(key, buffer)) {
            conversation.close();
            open--;
        }
    }

    private Result result(long nanos) {
        var firstTokens = new Samples();
        var whole = 0;
        var failure = "";
        for (var conversation : conversations) {
            if (conversation.hasToken()) {
                firstTokens.add(conversation.untilFirstToken());
            }
            var complaint = conversation.complaint(load.tokens());
            whole += complaint.isEmpty() ? 1 : 0;
            failure = complaint.isEmpty() ? failure : complaint;
        }
        return new Result(load.streams(), whole, failure, nanos, firstTokens.quantiles(), lags.quantiles());
    }
}
