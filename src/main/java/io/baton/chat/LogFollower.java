package io.baton.chat;

import io.baton.answer.ChatConfig;
import io.baton.answer.ErrorCode;
import io.baton.answer.Frame;
import io.baton.answer.FrameId;
import io.baton.answerlog.FrameSource;
import io.baton.cluster.Drain;
import io.baton.platform.Language;
import io.baton.platform.Problem;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletionException;

/**
 * Sends the frames of an answer's log to one reader, up to the terminal frame, or until the reader is to go on at another node. A failed
 * write means that the reader has disconnected; a comment after each silence detects that.
 */
final class LogFollower implements Runnable {
    private static final long RETRY_MILLIS = 3_000;
    /** While this node is being drained. */
    private static final long RETRY_SOON_MILLIS = 200;

    private final SseEventSink sink;
    private final Sse sse;
    private final Following following;
    private final FrameSource frames;
    private final Drain.Departure departure;
    private final DisconnectListener disconnectListener;
    private final Duration heartbeat;
    private final SseFormat format;
    private boolean started;
    private int last;
    private int epoch;
    private long lastSent;

    /**
     * What a reader follows.
     *
     * @param seen     the last frame that the reader has; null if none
     * @param language of messages in error frames
     */
    record Following(UUID answerId, UUID conversationId, FrameId seen, boolean withTotal, Language language) {}

    /** Called when the reader has disconnected. */
    @FunctionalInterface
    interface DisconnectListener {
        /** @param complete whether the reader got the terminal frame */
        void left(boolean complete);
    }

    LogFollower(
            SseEventSink sink,
            Sse sse,
            Following following,
            FrameSource frames,
            ChatConfig config,
            Drain.Departure departure,
            DisconnectListener disconnectListener) {
        this.sink = sink;
        this.sse = sse;
        this.following = following;
        this.frames = frames;
        this.departure = departure;
        this.disconnectListener = disconnectListener;
        this.heartbeat = config.heartbeat;
        this.format = new SseFormat(
                following.answerId(),
                following.conversationId(),
                following.withTotal() ? config.totalContentLimit : 0,
                following.language());
    }

    @Override
    public void run() {
        var complete = false;
        try (sink) {
            send(sse.newEventBuilder().comment("baton").build());
            complete = followToTheEnd();
        } catch (CompletionException | IllegalStateException | IOException gone) {
            // the reader disconnected: not an error, and the answer continues
        } catch (InterruptedException shuttingDown) {
            Thread.currentThread().interrupt();
        } finally {
            disconnectListener.left(complete);
        }
    }

    private boolean followToTheEnd() throws InterruptedException {
        try {
            return follow();
        } catch (Problem deleted) {
            return refuse(ErrorCode.of(deleted.kind()));
        }
    }

    private boolean follow() throws InterruptedException {
        while (true) {
            var next = frames.after(following.answerId(), last, epoch);
            for (var frame : next) {
                if (contradicts(frame)) {
                    return refuse(ErrorCode.LOG_LOST);
                }
                last = frame.n();
                epoch = frame.epoch();
                if (isSeen(last)) {
                    format.skip(frame);
                } else {
                    send(event(frame));
                    if (frame.event().isTerminal()) {
                        return true;
                    }
                }
            }
            if (isSeen(last + 1) && !next.isEmpty() && next.getLast().event().isTerminal()) {
                return refuse(ErrorCode.LOG_LOST);
            }
            if (departure.isDue()) {
                return false;
            }
            if (System.nanoTime() - lastSent >= heartbeat.toNanos()) {
                send(sse.newEventBuilder().comment("still here").build());
            }
        }
    }

    /** Whether the log is not the one that the reader has seen. */
    private boolean contradicts(Frame frame) {
        var seen = following.seen();
        return frame.n() <= last || seen != null && frame.n() == seen.n() && frame.epoch() != seen.epoch();
    }

    /** Whether the reader has the frame with this number. */
    private boolean isSeen(int n) {
        return following.seen() != null && n <= following.seen().n();
    }

    /**
     * Ends the stream with an error that is not a frame of the answer. Returns true, because the reader knows the end.
     */
    private boolean refuse(ErrorCode code) {
        var data = SseFormat.error(
                code, code.message(following.language()), following.conversationId(), System.currentTimeMillis());
        send(sse.newEventBuilder().id("end:" + code).data(String.class, data).build());
        return true;
    }

    /** The first event carries the reconnection time, which an event without data can't; and each one that may be the last here. */
    private OutboundSseEvent event(Frame frame) {
        var event = sse.newEventBuilder();
        if (!started) {
            event.reconnectDelay(RETRY_MILLIS);
            started = true;
        }
        if (departure.isComing()) {
            event.reconnectDelay(RETRY_SOON_MILLIS);
        }
        return event.id(new FrameId(following.answerId(), frame.epoch(), frame.n()).toString())
                .mediaType(MediaType.TEXT_PLAIN_TYPE)
                .data(String.class, format.encode(frame))
                .build();
    }

    /** Blocks until the event is written, so that a slow reader delays only itself. */
    private void send(OutboundSseEvent event) {
        sink.send(event).toCompletableFuture().join();
        lastSent = System.nanoTime();
    }
}
