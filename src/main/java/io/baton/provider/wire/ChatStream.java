package io.baton.provider.wire;

import io.baton.model.Charge;
import io.baton.model.FinishReason;
import io.baton.model.ModelEvent;
import io.baton.model.ModelStream;
import io.baton.model.Outcome;
import io.baton.model.StreamStart;
import io.baton.provider.connection.ConnectionFailures;
import io.baton.provider.format.ChunkReader;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Reads a reply: buffers until the first output, then returns event by event. */
final class ChatStream implements ModelStream {
    private static final String END_MARK = "[DONE]";

    private final ProviderReply reply;
    private final IdleGuard idle;
    private final Payloads payloads;
    private final EventQueue events = new EventQueue();
    private final ChunkReader chunks = new ChunkReader(events::add);
    private long bufferedChars;
    private boolean lastWasOutput = true;
    private boolean ended;
    private boolean endedRegularly;
    private boolean closed;

    ChatStream(ProviderReply reply, Duration idleLimit, LongSupplier nanoTime) {
        this.reply = reply;
        this.idle = new IdleGuard(reply.body().get(), idleLimit, nanoTime);
        this.payloads = new SniffedPayloads(idle);
    }

    /**
     * Blocks until the commit point: the first text, reasoning or tool call. {@link #next} returns all events, also
     * earlier ones.
     */
    StreamStart start() {
        try {
            while (!events.hasOutput() && !ended) {
                readPayload();
            }
            return events.hasOutput() ? new StreamStart.Ready(this) : endedWithoutOutput();
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
        while (events.isEmpty()) {
            if (ended) {
                throw new IllegalStateException("read beyond the end");
            }
            readPayload();
        }
        idle.suspend();
        var event = events.poll();
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

    private StreamStart endedWithoutOutput() {
        return events.finishReason() == FinishReason.CONTENT_FILTER
                ? failed(Outcome.CONTENT_FILTER, "the provider's content filter")
                : failed(Outcome.EMPTY, "ended without output");
    }

    private StreamStart failed(Outcome outcome, String detail) {
        close();
        return switch (outcome) {
            case CONTENT_FILTER, CONTEXT_TOO_LONG, REFUSED -> new StreamStart.Refused(outcome, charge(), detail);
            default -> new StreamStart.Unavailable(outcome, charge(), detail);
        };
    }

    private Charge charge() {
        return new Charge.Due(events.lastUsage(), "");
    }

    /** Reads one payload. After the finish reason the answer is complete, so later failures are ignored. */
    private void readPayload() throws InterruptedException {
        try {
            process(nextPayload());
        } catch (Broken e) {
            if (events.finishReason() == null) {
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
            if (ConnectionFailures.isInterrupt(e)) {
                throw new InterruptedException();
            }
            throw ConnectionFailures.broken(e, events.hasOutput());
        }
    }

    private void process(String payload) {
        if (payload == null) {
            endedBy(chunks.endsWhole());
        } else if (payload.strip().equals(END_MARK)) {
            endedBy(true);
        } else if (!payload.isBlank()) {
            countBuffered(payload);
            readChunk(payload);
        }
    }

    /** @param orderly whether the provider ends replies so that are complete, even without a finish reason */
    private void endedBy(boolean orderly) {
        if (events.failure() != null) {
            throw events.failure();
        }
        if (events.finishReason() == null) {
            if (!orderly) {
                throw new Broken(Outcome.CUT, "ended without a finish reason");
            }
            chunks.finishWithoutReason();
        }
        endedRegularly = true;
        end();
    }

    /** Everything before the first output is buffered, so its size is limited. */
    private void countBuffered(String payload) {
        bufferedChars += events.hasOutput() ? 0 : payload.length();
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
        events.add(new ModelEvent.End());
        ended = true;
    }

    private static void checkInterrupt() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
