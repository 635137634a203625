package io.baton.provider.wire;

import io.baton.model.Charge;
import io.baton.model.ModelEvent;
import io.baton.model.ModelStream;
import io.baton.model.Opening;
import io.baton.model.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** Reads a reply: buffers until the first output, then returns event by event. */
final class ChatStream implements ModelStream {
    private static final String END_MARK = "[DONE]";

    private final ProviderReply reply;
    private final IdleGuard idle;
    private final Payloads payloads;
    private final ChunkReader chunks = new ChunkReader(this::add);
    private final Deque<ModelEvent> ready = new ArrayDeque<>();
    private long bufferedChars;
    private boolean hasOutput;
    private boolean lastWasOutput = true;
    private String finishReason;
    private boolean ended;
    private boolean endedRegularly;
    private boolean closed;

    ChatStream(ProviderReply reply, Duration idleLimit, LongSupplier nanoTime) {
        this.reply = reply;
        this.idle = new IdleGuard(reply.body().get(), idleLimit, nanoTime);
        this.payloads = reply.isJson() ? new WholeReply(idle) : new SseReader(idle);
    }

    /**
     * Blocks until the commit point: the first text, reasoning or tool call. {@link #next} returns all events, also
     * earlier ones.
     */
    Opening open() {
        try {
            while (!hasOutput && !ended) {
                readPayload();
            }
            return hasOutput ? new Opening.Ready(this) : endedWithoutOutput();
        } catch (InterruptedException e) {
            return failed(Outcome.STOPPED, "stopped before the first output");
        } catch (Broken e) {
            return failed(e.outcome(), e.getMessage());
        }
    }

    @Override
    public ModelEvent next() throws InterruptedException {
        if (lastWasOutput) {
            idle.startWaiting();
        } else { // usage, or events after the finish reason, do not count as output
            idle.resumeWaiting();
        }
        while (ready.isEmpty()) {
            if (ended) {
                throw new IllegalStateException("read beyond the end");
            }
            readPayload();
        }
        idle.suspend();
        var event = ready.poll();
        lastWasOutput = event.isOutput();
        return event;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (endedRegularly) {
            reply.closeRegularly();
        } else {
            reply.disconnect();
        }
    }

    private Opening endedWithoutOutput() {
        close();
        return Outcome.CONTENT_FILTER.code().equals(finishReason)
                ? new Opening.Refused(Outcome.CONTENT_FILTER, charge(), "the provider's content filter")
                : new Opening.Unavailable(Outcome.EMPTY, charge(), "ended without output");
    }

    private Opening failed(Outcome outcome, String detail) {
        close();
        return new Opening.Unavailable(outcome, charge(), detail);
    }

    private Charge charge() {
        var counted = ready.stream()
                .flatMap(event -> event instanceof ModelEvent.Counted(var usage) ? Stream.of(usage) : Stream.empty())
                .reduce((earlier, later) -> later);
        return new Charge.Due(counted, "");
    }

    /** Reads one payload. After the finish reason the answer is complete, so later failures are ignored. */
    private void readPayload() throws InterruptedException {
        try {
            process(nextPayload());
        } catch (Broken e) {
            if (finishReason == null) {
                ended = true;
                throw e;
            }
            end();
        }
    }

    private String nextPayload() throws InterruptedException {
        checkInterrupt();
        try {
            var payload = payloads.next();
            if (payload == null) {
                checkInterrupt(); // some sockets report an interrupt as the end
            }
            return payload;
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private void process(String payload) {
        if (payload == null || payload.strip().equals(END_MARK)) {
            if (finishReason == null) {
                throw new Broken(Outcome.CUT, "ended without a finish reason");
            }
            endedRegularly = true;
            end();
        } else if (!payload.isBlank()) {
            countBuffered(payload);
            readChunk(payload);
        }
    }

    /** Everything before the first output is buffered, so its size is limited. */
    private void countBuffered(String payload) {
        bufferedChars += hasOutput ? 0 : payload.length();
        if (bufferedChars > BoundedBuffer.MAX) {
            throw new Broken(
                    Outcome.MALFORMED, "more than " + BoundedBuffer.MAX + " characters before the first output");
        }
    }

    private void readChunk(String payload) {
        try {
            chunks.read(payload);
        } catch (Broken e) {
            throw e.outcome() == Outcome.MALFORMED && payloads.lastMayBeCut()
                    ? new Broken(Outcome.CUT, "ended inside an event")
                    : e;
        }
    }

    private void end() {
        chunks.finish();
        ready.add(new ModelEvent.End());
        ended = true;
    }

    private void add(ModelEvent event) {
        hasOutput |= event.isOutput();
        if (event instanceof ModelEvent.Finished(var reason)) {
            finishReason = reason;
        } else if (event instanceof ModelEvent.Counted) {
            dropOlderCount();
        }
        ready.add(event);
    }

    /** Some providers send the usage with each chunk, also while they produce nothing; these must not accumulate. */
    private void dropOlderCount() {
        if (ready.peekLast() instanceof ModelEvent.Counted) {
            ready.removeLast();
        }
    }

    private Broken failure(IOException e) throws InterruptedException {
        if (ConnectionFailures.isInterrupt(e)) {
            throw new InterruptedException();
        }
        if (ConnectionFailures.isReadTimeout(e)) {
            return hasOutput
                    ? new Broken(Outcome.STALLED, "silent after its first output")
                    : new Broken(Outcome.TOO_SLOW, "silent before its first output");
        }
        if (ConnectionFailures.isMalformed(e)) {
            return new Broken(Outcome.MALFORMED, "no HTTP response within the bounds");
        }
        return new Broken(Outcome.CUT, "connection lost: " + ConnectionFailures.nameOf(e));
    }

    private static void checkInterrupt() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
