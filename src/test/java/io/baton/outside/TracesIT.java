package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.dev.TestServer;
import io.baton.outside.OtlpReceiver.Seen;
import io.baton.testing.Api;
import io.baton.testing.Await;
import io.baton.testing.Frames;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An answer as a trace, from the caller's span to the providers', over all nodes that had a part in it. */
@Tag("long")
class TracesIT {
    private static final Duration TAKEOVER = Duration.ofSeconds(30);
    private static final String CALLER = "00f067aa0ba902b7";
    private static OtlpReceiver receiver;
    private static EchoingProvider gemma;
    private static EchoingProvider openai;
    private static TestServer server;
    private final String trace = UUID.randomUUID().toString().replace("-", "");

    @BeforeAll
    static void aServerThatTraces() {
        receiver = new OtlpReceiver();
        gemma = new EchoingProvider();
        openai = new EchoingProvider();
        var settings = new HashMap<>(receiver.settings());
        settings.putAll(Map.of(
                "GEMMA_MP_REST_URL", gemma.url(),
                "GEMMA_API_KEY", "key",
                "OPENAI_MP_REST_URL", openai.url(),
                "OPENAI_API_KEY", "key",
                "TRACING_PROVIDERS", "gemma"));
        server = TestServer.start("traces", settings);
    }

    @AfterAll
    static void end() {
        server.node().kill();
        receiver.close();
        gemma.close();
        openai.close();
    }

    private Api traced() {
        return user(server.url()).with("traceparent", "00-" + trace + "-" + CALLER + "-01");
    }

    private static Api user(String url) {
        var issuer = server.issuer();
        return Api.bearing(issuer.sign(issuer.claims("u" + UUID.randomUUID(), "user")), url);
    }

    private List<Seen> spans(String... names) {
        var wanted = Set.of(names);
        return Await.until(
                "the spans " + wanted,
                () -> receiver.spans(trace),
                seen -> seen.stream()
                        .map(Seen::name)
                        .collect(Collectors.toSet())
                        .containsAll(wanted));
    }

    private static Seen named(List<Seen> spans, String name) {
        return spans.stream()
                .filter(span -> span.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not in " + spans));
    }

    @Test
    void anAnswerIsASpanOfItsCallersTraceWithItsTransactionsAndRequestsBelow() {
        var frames = traced().hear(Providers.quick(5));
        frames.complete();
        var spans = spans("answer", "tx1", "chat qwen2.5", "tx2");
        var answer = named(spans, "answer");
        assertEquals(4, spans.size(), spans::toString);
        assertEquals(CALLER, answer.parent());
        assertEquals(frames.answerId().toString(), answer.attributes().get("baton.answer.id"));
        assertEquals("done", answer.attributes().get("baton.answer.state"));
        assertEquals("stop", answer.attributes().get("baton.answer.reason"));
        List.of("tx1", "chat qwen2.5", "tx2")
                .forEach(name -> assertEquals(answer.id(), named(spans, name).parent(), name));
        var request = named(spans, "chat qwen2.5").attributes();
        assertEquals("chat", request.get("gen_ai.operation.name"));
        assertEquals("qwen", request.get("gen_ai.provider.name"));
        assertEquals("qwen2.5", request.get("gen_ai.request.model"));
        assertEquals("stop", request.get("gen_ai.response.finish_reasons"));
        assertEquals("5", request.get("gen_ai.usage.output_tokens"));
        assertTrue(Double.parseDouble(request.get("gen_ai.response.time_to_first_chunk")) > 0);
        assertFalse(request.containsKey("error.type"));
    }

    @Test
    void aFailedRequestIsAnErrorAndTheNextModelsIsAnotherSpan() {
        traced().hear(Providers.quick(5) + " [[qwen:fault=status:503]]").complete();
        var spans = spans("answer", "chat qwen2.5", "chat gemma-3", "tx-attempt", "tx2");
        assertEquals("status", named(spans, "chat qwen2.5").attributes().get("error.type"));
        assertFalse(named(spans, "chat gemma-3").attributes().containsKey("error.type"));
    }

    @Test
    void onlyAProviderThatIsNamedGetsTheContext() {
        for (var model : List.of("gemma-3", "gpt-4")) {
            try (var stream = traced().ask(Api.json("message", Providers.quick(1), "model", model))) {
                assertEquals(model, stream.rest().complete().getString("model"));
            }
        }
        var span = named(spans("chat gemma-3", "chat gpt-4"), "chat gemma-3");
        assertTrue(
                gemma.traceParents().contains("00-" + trace + "-" + span.id() + "-01"), gemma.traceParents()::toString);
        assertEquals(List.of(), openai.traceParents());
    }

    @Test
    void aCompletionIsTracedToo() {
        Completion.of(traced(), Completion.asking(Providers.quick(3))).reply().with(200);
        assertEquals(
                CALLER,
                named(spans("answer", "tx1", "chat qwen2.5", "tx2"), "answer").parent());
    }

    @Test
    void aRefusalEndsTheTrace() {
        var tooLong = Api.json("message", "x".repeat(100_000));
        assertEquals(413, traced().post("/api/chat/stream", tooLong).status());
        assertEquals(
                "Problem", named(spans("answer", "tx1"), "answer").attributes().get("error.type"));
    }

    @Test
    void theNodeThatTakesAnAnswerOverContinuesItsTrace() {
        var owner = server.anotherNode(receiver.settings());
        Frames begun;
        var caller = traced().at(owner.url());
        try (var stream = caller.ask(Providers.question("tokens=60 first=0 delay=60"))) {
            begun = stream.next(15);
            owner.kill();
        }
        try (var stream = caller.at(server.url()).listen("/api/chat/answers/" + begun.answerId() + "/events")) {
            var last = stream.next(1).last();
            for (var next = stream.next(TAKEOVER); next.isPresent(); next = stream.next(TAKEOVER)) {
                last = next.get();
            }
            assertEquals("complete", last.type(), last::data);
        }
        var spans = spans("answer", "takeover", "chat qwen2.5", "tx2");
        var resumed = named(spans, "answer");
        assertEquals("2", resumed.attributes().get("baton.answer.epoch"));
        assertEquals(List.of(resumed.parent()), resumed.links());
        assertEquals(resumed.id(), named(spans, "takeover").parent());
        assertEquals(
                resumed.parent(), named(spans, "tx1").parent(), "the span of the first owner, which it could not send");
    }

    @Test
    void nothingButSpansIsExported() {
        traced().hear(Providers.quick(1)).complete();
        spans("answer");
        assertEquals(new TreeSet<>(Set.of("/v1/traces")), new TreeSet<>(receiver.paths()));
    }
}
