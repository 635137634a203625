package io.baton.alert.state;

import io.baton.limits.ReaderLimit;
import io.baton.platform.DatabaseFailure;
import io.baton.platform.Language;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionException;

/**
 * Sends the events of alerts to one reader, until it disconnects; a comment after each silence detects that. While the database is
 * unavailable the stream is ended; the reader reconnects and misses nothing.
 */
final class AlertFollower implements Runnable {
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final long RETRY_MILLIS = 3_000;
    private final AlertFeed feed;
    private final Language language;
    private final SseEventSink sink;
    private final Sse sse;
    private final ReaderLimit.Slot slot;
    private long last;

    AlertFollower(AlertFeed feed, long from, Language language, SseEventSink sink, Sse sse, ReaderLimit.Slot slot) {
        this.feed = feed;
        this.last = from;
        this.language = language;
        this.sink = sink;
        this.sse = sse;
        this.slot = slot;
    }

    @Override
    public void run() {
        feed.join();
        try (sink) {
            send(sse.newEventBuilder().comment("baton").build());
            follow();
        } catch (CompletionException | IllegalStateException | IOException gone) {
            // the reader has disconnected
        } catch (InterruptedException shuttingDown) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failed) {
            if (!DatabaseFailure.isTransient(failed)) {
                throw failed;
            }
        } finally {
            feed.leave();
            slot.close();
        }
    }

    private void follow() throws InterruptedException {
        while (true) {
            var events = feed.after(last, HEARTBEAT);
            for (var each : events) {
                send(event(each));
                last = each.event().seq;
            }
            if (events.isEmpty()) {
                send(sse.newEventBuilder().comment("still here").build());
            }
        }
    }

    private OutboundSseEvent event(AlertSearch.Happened happened) {
        var event = happened.event();
        var data = Json.createObjectBuilder()
                .add("type", event.kind)
                .add("data", data(happened))
                .add("timestamp", event.at.toEpochMilli())
                .build();
        return sse.newEventBuilder()
                .id(Long.toString(event.seq))
                .reconnectDelay(RETRY_MILLIS)
                .mediaType(MediaType.TEXT_PLAIN_TYPE)
                .data(String.class, data.toString())
                .build();
    }

    private JsonObjectBuilder data(AlertSearch.Happened happened) {
        var alert = happened.alert();
        var data = Json.createObjectBuilder()
                .add("id", alert.id.toString())
                .add("rule", alert.rule)
                .add("name", AlertText.name(alert.rule, language))
                .add("subject", alert.subject)
                .add("episode", alert.episode)
                .add("state", alert.state)
                .add("severe", alert.severe)
                .add("value", happened.event().value)
                .add("limit", alert.limit)
                .add("silenced", happened.event().silenced)
                .add("detail", AlertText.detail(alert, language));
        if (happened.event().byUser != null) {
            data.add("by", happened.event().byUser);
        }
        return data;
    }

    /** Blocks until the event is written. */
    private void send(OutboundSseEvent event) {
        sink.send(event).toCompletableFuture().join();
    }
}
