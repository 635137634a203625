package io.baton.provider.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.catalog.Catalog;
import io.baton.inside.InsideTest;
import io.baton.inside.Seen;
import io.baton.model.Charge;
import io.baton.model.FinishReason;
import io.baton.model.Model;
import io.baton.model.ModelEvent;
import io.baton.model.ModelStream;
import io.baton.model.Outcome;
import io.baton.model.Prompt;
import io.baton.model.Provider;
import io.baton.model.StreamStart;
import io.baton.model.Turn;
import io.baton.platform.VirtualThreads;
import io.baton.provider.openai.OpenAiClient;
import io.baton.testing.Await;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The vendors' beans over HTTP. Here Qwen has two seconds for its first output, and Gemma can't be connected. */
class ProvidersInsideIT extends InsideTest {
    @Inject
    @Any
    Instance<Provider> providers;

    @Inject
    Catalog catalog;

    @Inject
    @VirtualThreads
    ExecutorService virtual;

    private String mark;

    @BeforeEach
    void aQuestionThatCanBeFound() {
        mark = UUID.randomUUID().toString();
    }

    @Test
    void theProviderSeesWhoAsksForWhat() throws Exception {
        hearOut(start("openai", "[[first=0 tokens=3 delay=0]]"));
        var seen = Seen.requests(mark).getFirst();
        var model = model("openai");
        assertEquals("AI-Blog-System/1.0", seen.getString("userAgent"));
        assertEquals(model.upstreamId(), seen.getString("model"));
        assertEquals(model.maxTokens(), seen.getInt("maxTokens"));
        assertEquals(2, seen.getInt("messages"));
        assertTrue(seen.getBoolean("authorized") && seen.getBoolean("stream") && seen.getBoolean("usageAsked"));
    }

    /** The server's JSON-B would write a record, and nulls with it, if our own writer were not chosen. */
    @Test
    void theBodyHasTheFormatsMembersAndNoOthers() throws Exception {
        try (var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var body = virtual.submit(() -> bodyOfNextRequest(listening));
            var client = RestClientBuilder.newBuilder()
                    .baseUri(URI.create("http://127.0.0.1:" + listening.getLocalPort()))
                    .build(OpenAiClient.class);
            var turns = List.of(new Turn(Turn.Role.USER, "Why? \u7b2c"));
            var request = new ChatRequest(model("openai"), new Prompt(turns, null, null));
            assertEquals(503, client.complete("Bearer scripted", request).getStatus());
            assertEquals(
                    Json.createObjectBuilder()
                            .add("model", "gpt-4")
                            .add(
                                    "messages",
                                    Json.createArrayBuilder()
                                            .add(Json.createObjectBuilder()
                                                    .add("role", "user")
                                                    .add("content", "Why? \u7b2c")))
                            .add("max_tokens", 4096)
                            .add("temperature", 0.7)
                            .add("stream", true)
                            .add("stream_options", Json.createObjectBuilder().add("include_usage", true))
                            .build(),
                    body.get());
        }
    }

    @Test
    void anAnswerArrivesWholeAndInOrderAndCounted() throws Exception {
        var events = hearOut(start("openai", "[[first=0 tokens=5 delay=0]]"));
        assertEquals("t1 t2 t3 t4 t5", text(events).strip());
        assertEquals(new ModelEvent.End(), events.getLast());
        assertTrue(events.contains(new ModelEvent.Finished(FinishReason.STOP, "stop")));
        assertTrue(events.stream().anyMatch(ModelEvent.Counted.class::isInstance));
    }

    @Test
    void aStatusIsToldAndNotTriedAgain() throws Exception {
        for (var status : List.of(401, 404, 429, 500, 503)) {
            aQuestionThatCanBeFound();
            var start = start("openai", "[[fault=status:" + status + "]]");
            var unavailable = assertInstanceOf(StreamStart.Unavailable.class, start, "HTTP " + status);
            assertEquals(Outcome.STATUS, unavailable.outcome());
            assertEquals(new Charge.Rejected(Optional.empty()), unavailable.charge());
            assertEquals(1, Seen.requests(mark).size());
        }
    }

    @Test
    void aStatusThatBlamesTheRequestIsARefusal() throws Exception {
        for (var status : List.of(400, 413, 422)) {
            aQuestionThatCanBeFound();
            var start = start("openai", "[[fault=status:" + status + "]]");
            var refused = assertInstanceOf(StreamStart.Refused.class, start, "HTTP " + status);
            assertEquals(Outcome.REFUSED, refused.outcome());
            assertEquals(1, Seen.requests(mark).size());
        }
    }

    @Test
    void aCutBeforeTheFirstOutputIsNotTriedAgain() throws Exception {
        for (var cut : List.of("reset at=0", "close at=0", "end at=0")) {
            aQuestionThatCanBeFound();
            var start = start("openai", "[[fault=" + cut + "]]");
            var unavailable = assertInstanceOf(StreamStart.Unavailable.class, start, cut);
            assertEquals(Outcome.CUT, unavailable.outcome());
            assertEquals(1, Seen.requests(mark).size());
        }
    }

    @Test
    void whoSendsNoHeadersForTooLongIsHungUpOn() throws Exception {
        assertHungUpAtTheLimit("slow-headers");
    }

    @Test
    void whoSendsNoOutputForTooLongIsHungUpOn() throws Exception {
        assertHungUpAtTheLimit("slow-first");
    }

    @Test
    void theLimitOfTheFirstOutputDoesNotEndWhatSpeaks() throws Exception {
        var events = hearOut(start("qwen", "[[first=0 tokens=30 delay=100]]"));
        assertEquals(new ModelEvent.End(), events.getLast());
    }

    @Test
    void whoCannotBeConnectedIsTriedTwiceAndThenLeftAlone() throws Exception {
        assertUnavailable(Outcome.UNREACHABLE, start("gemma", ""));
        assertUnavailable(Outcome.UNREACHABLE, start("gemma", ""));
        assertUnavailable(Outcome.BREAKER_OPEN, start("gemma", ""));
    }

    @Test
    void aClosedStreamIsHungUp() throws Exception {
        onVirtualThread(() -> {
            try (var stream = ready(opened("qwen", "[[first=0 tokens=1000 delay=20]]"))) {
                return stream.next();
            }
        });
        assertHungUp();
    }

    @Test
    void whoStopsBeforeTheFirstOutputIsObeyed() throws Exception {
        var thread = new CompletableFuture<Thread>();
        var asking = virtual.submit(() -> {
            thread.complete(Thread.currentThread());
            return opened("openai", "[[first=20000]]");
        });
        Await.until(() -> Seen.outcome(mark), "running"::equals);
        thread.get().interrupt();
        var start = assertInstanceOf(StreamStart.Unavailable.class, asking.get());
        assertEquals(Outcome.STOPPED, start.outcome());
        assertHungUp();
    }

    @Test
    void aHundredStreamsRunAtTheSameTime() throws Exception {
        List<Future<StreamStart>> asking = new ArrayList<>();
        for (var i = 0; i < 100; i++) {
            asking.add(virtual.submit(() -> opened("openai", "[[first=0 tokens=500 delay=100]]")));
        }
        List<ModelStream> speaking = new ArrayList<>();
        try {
            for (var each : asking) {
                speaking.add(ready(each.get()));
            }
            assertEquals(
                    100,
                    Seen.requests(mark).stream()
                            .filter(request -> request.getString("outcome").equals("running"))
                            .count());
        } finally {
            speaking.forEach(ModelStream::close);
        }
    }

    private StreamStart start(String provider, String script) throws Exception {
        return onVirtualThread(() -> opened(provider, script));
    }

    private StreamStart opened(String provider, String script) {
        var turns = List.of(
                new Turn(Turn.Role.SYSTEM, "Be brief."), new Turn(Turn.Role.USER, "Why? " + mark + " " + script));
        return providers.stream()
                .filter(each -> each.serves(provider))
                .findFirst()
                .orElseThrow()
                .open(model(provider), new Prompt(turns, null, null));
    }

    private Model model(String provider) {
        return catalog.models().stream()
                .filter(model -> model.provider().equals(provider))
                .findFirst()
                .orElseThrow();
    }

    private List<ModelEvent> hearOut(StreamStart start) throws Exception {
        return onVirtualThread(() -> {
            List<ModelEvent> events = new ArrayList<>();
            try (var stream = ready(start)) {
                do {
                    events.add(stream.next());
                } while (!(events.getLast() instanceof ModelEvent.End));
            }
            return events;
        });
    }

    private <T> T onVirtualThread(Callable<T> work) throws InterruptedException, ExecutionException {
        return virtual.submit(work).get();
    }

    private static JsonObject bodyOfNextRequest(ServerSocket listening) throws IOException {
        try (var socket = listening.accept()) {
            var in = socket.getInputStream();
            var head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.read());
            }
            var length = Pattern.compile("(?i)content-length: (\\d+)").matcher(head);
            assertTrue(length.find(), head.toString());
            var body = in.readNBytes(Integer.parseInt(length.group(1)));
            socket.getOutputStream()
                    .write("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            try (var reader = Json.createReader(new ByteArrayInputStream(body))) {
                return reader.readObject();
            }
        }
    }

    private static ModelStream ready(StreamStart start) {
        return assertInstanceOf(StreamStart.Ready.class, start).stream();
    }

    private static String text(List<ModelEvent> events) {
        var text = new StringBuilder();
        for (var event : events) {
            if (event instanceof ModelEvent.Text(var piece)) {
                text.append(piece);
            }
        }
        return text.toString();
    }

    /** The provider keeps silent for five times as long. */
    private void assertHungUpAtTheLimit(String fault) throws Exception {
        var start = start("qwen", "[[fault=" + fault + " ms=10000]]");
        var unavailable = assertInstanceOf(StreamStart.Unavailable.class, start);
        assertEquals(Outcome.TOO_SLOW, unavailable.outcome());
        assertHungUp();
    }

    private static void assertUnavailable(Outcome outcome, StreamStart start) {
        var unavailable = assertInstanceOf(StreamStart.Unavailable.class, start);
        assertEquals(outcome, unavailable.outcome());
        assertEquals(new Charge.NotSent(), unavailable.charge());
    }

    private void assertHungUp() {
        Await.until(() -> Seen.outcome(mark), "hung-up"::equals);
    }
}
