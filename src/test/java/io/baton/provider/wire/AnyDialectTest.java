package io.baton.provider.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.model.FinishReason;
import io.baton.model.ModelEvent;
import io.baton.model.ModelStream;
import io.baton.model.StreamStart;
import io.baton.model.TokenUsage;
import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same answer in a random dialect: however it is cut, encoded and framed, wherever its usage stands, whichever vendor's
 * finish reason ends it, and whether or not its last event repeats it, it is the same text with one end and the same bill.
 */
class AnyDialectTest {
    private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());
    private static final List<String> WORDS =
            List.of("one ", "zwei ", "三 ", "👋🏽", "\"4\"", "\\n\n", "}{", "[DONE]", "é", "data: ");
    private static final Map<String, FinishReason> REASONS = Map.of(
            "stop", FinishReason.STOP,
            "STOP", FinishReason.STOP,
            "eos", FinishReason.STOP,
            "MAX_TOKENS", FinishReason.LENGTH,
            "model_length", FinishReason.LENGTH,
            "sensitive", FinishReason.CONTENT_FILTER,
            "content_filter: SPII", FinishReason.CONTENT_FILTER);
    private static final TokenUsage USAGE = new TokenUsage(30, 20, 10, 5, TokenUsage.Source.MEASURED);

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    /** What was heard of an answer. */
    private record Heard(String text, String reasoning, FinishReason reason, TokenUsage usage, int ends) {}

    @ParameterizedTest
    @MethodSource("seeds")
    void anAnswerIsTheSameInEachDialect(long seed) throws InterruptedException {
        var random = new Random(seed);
        var pieces = pieces(random, 1);
        var thoughts = pieces(random, 0);
        var word = List.copyOf(REASONS.keySet()).get(random.nextInt(REASONS.size()));
        var body = framed(random, chunks(random, pieces, thoughts, word));
        var expected = new Heard(String.join("", pieces), String.join("", thoughts), REASONS.get(word), USAGE, 1);
        assertEquals(expected, heard(random, body), () -> "seed " + seed + ": " + body);
    }

    /** Whatever comes, it ends, and nothing is thrown but what the interface says. */
    @Test
    void anyBytesEndInAnOutcome() throws InterruptedException {
        var random = new Random(7);
        for (var round = 0; round < 1_000; round++) {
            var body = framed(random, chunks(random, pieces(random, 1), pieces(random, 0), "stop"))
                    .getBytes(StandardCharsets.UTF_8);
            for (var change = random.nextInt(8); change > 0; change--) {
                body[random.nextInt(body.length)] = (byte) "{}[]\",:\\\n x0-".charAt(random.nextInt(13));
            }
            var start = start(cut(random, body));
            if (start instanceof StreamStart.Ready(var stream)) {
                try {
                    heard(stream);
                } catch (ModelStream.Broken broken) {
                    assertTrue(broken.getMessage().length() < 200);
                }
            }
        }
    }

    private static List<String> pieces(Random random, int least) {
        var pieces = new ArrayList<String>();
        for (var count = least + random.nextInt(6); count > 0; count--) {
            pieces.add(WORDS.get(random.nextInt(WORDS.size())));
        }
        return pieces;
    }

    private static List<String> chunks(Random random, List<String> pieces, List<String> thoughts, String word) {
        var chunks = new ArrayList<JsonObjectBuilder>();
        var reasoning = random.nextBoolean() ? "reasoning_content" : "reasoning";
        thoughts.forEach(thought -> chunks.add(delta(JSON.createObjectBuilder().add(reasoning, thought))));
        pieces.forEach(piece -> chunks.add(delta(content(random, piece))));
        var message = JSON.createObjectBuilder().add("content", String.join("", pieces));
        if (!thoughts.isEmpty()) {
            message.add(reasoning, String.join("", thoughts));
        }
        var last = random.nextInt(3) == 0
                ? JSON.createObjectBuilder().add("message", message)
                : JSON.createObjectBuilder().add("delta", JSON.createObjectBuilder());
        last.add("finish_reason", word);
        var place = random.nextInt(4);
        if (place == 0) {
            last.add("usage", usage(random));
        }
        var end = JSON.createObjectBuilder()
                .add("choices", JSON.createArrayBuilder().add(last));
        if (place == 1) {
            end.add("x_vendor", JSON.createObjectBuilder().add("usage", usage(random)));
        }
        chunks.add(end);
        if (place == 2) {
            chunks.add(JSON.createObjectBuilder()
                    .add("choices", JSON.createArrayBuilder())
                    .add("usage", usage(random)));
        } else if (place == 3) {
            chunks.getFirst().add("usage", usage(random));
        }
        return chunks.stream()
                .map(JsonObjectBuilder::build)
                .map(JsonObject::toString)
                .toList();
    }

    private static JsonObjectBuilder content(Random random, String piece) {
        var delta = JSON.createObjectBuilder();
        return random.nextInt(4) > 0
                ? delta.add("content", piece)
                : delta.add(
                        "content",
                        JSON.createArrayBuilder()
                                .add(JSON.createObjectBuilder()
                                        .add("type", "text")
                                        .add("text", piece)));
    }

    private static JsonObjectBuilder delta(JsonObjectBuilder delta) {
        return JSON.createObjectBuilder()
                .add("error", JSON.createObjectBuilder())
                .add(
                        "choices",
                        JSON.createArrayBuilder().add(JSON.createObjectBuilder().add("delta", delta)));
    }

    private static JsonObjectBuilder usage(Random random) {
        var usage = JSON.createObjectBuilder();
        return switch (random.nextInt(3)) {
            case 0 ->
                usage.add("prompt_tokens", 30)
                        .add("completion_tokens", 20)
                        .add("prompt_tokens_details", JSON.createObjectBuilder().add("cached_tokens", 10))
                        .add(
                                "completion_tokens_details",
                                JSON.createObjectBuilder().add("reasoning_tokens", 5));
            case 1 ->
                usage.add("prompt_tokens", 30)
                        .add("completion_tokens", 15)
                        .add("total_tokens", 50)
                        .add("prompt_cache_hit_tokens", 10);
            default ->
                usage.add("input_tokens", 30)
                        .add("output_tokens", 20)
                        .add("cached_tokens", 10)
                        .add("reasoning_tokens", 5);
        };
    }

    private static String framed(Random random, List<String> chunks) {
        var escape = random.nextBoolean();
        var json = chunks.stream().map(chunk -> escape ? escaped(chunk) : chunk).toList();
        var lineEnd = List.of("\n", "\r\n", "\r").get(random.nextInt(3));
        var done = random.nextBoolean();
        return switch (random.nextInt(4)) {
            case 0 -> String.join(lineEnd, json) + (random.nextBoolean() ? lineEnd : "");
            case 1 -> "[" + String.join("," + lineEnd, json) + "]";
            case 2 -> events(json, lineEnd, done);
            default -> events(json, lineEnd + (random.nextBoolean() ? ": alive" + lineEnd : "") + lineEnd, done);
        };
    }

    private static String events(List<String> json, String between, boolean done) {
        return "data: " + String.join(between + "data: ", json) + between + (done ? "data: [DONE]" + between : "");
    }

    private static String escaped(String json) {
        var escaped = new StringBuilder();
        json.chars().forEach(c -> escaped.append(c < 128 ? String.valueOf((char) c) : "\\u%04x".formatted(c)));
        return escaped.toString();
    }

    private static Pieces cut(Random random, byte[] bytes) {
        var pieces = new ArrayList<byte[]>();
        for (var from = 0; from < bytes.length; ) {
            var to = Math.min(bytes.length, from + 1 + random.nextInt(random.nextBoolean() ? 3 : 200));
            pieces.add(Arrays.copyOfRange(bytes, from, to));
            from = to;
        }
        return new Pieces(pieces);
    }

    private static StreamStart start(Pieces body) {
        var reply = new ProviderReply(200, () -> body, () -> {});
        return new ChatStream(reply, Duration.ofSeconds(20), () -> 0).start();
    }

    private static Heard heard(Random random, String body) throws InterruptedException {
        var start = start(cut(random, body.getBytes(StandardCharsets.UTF_8)));
        return heard(assertInstanceOf(StreamStart.Ready.class, start, body).stream());
    }

    private static Heard heard(ModelStream stream) throws InterruptedException {
        var text = new StringBuilder();
        var reasoning = new StringBuilder();
        FinishReason reason = null;
        TokenUsage usage = null;
        var finished = 0;
        while (true) {
            switch (stream.next()) {
                case ModelEvent.Text piece -> text.append(piece.text());
                case ModelEvent.Reasoning piece -> reasoning.append(piece.text());
                case ModelEvent.Finished(var meaning, var word) -> {
                    reason = meaning;
                    finished++;
                }
                case ModelEvent.Counted(var counted) -> usage = counted;
                case ModelEvent.End end -> {
                    return new Heard(text.toString(), reasoning.toString(), reason, usage, finished);
                }
                case ModelEvent.Refusal refusal -> {}
                case ModelEvent.ToolCallPiece piece -> {}
                case ModelEvent.Logprobs logprobs -> {}
                case ModelEvent.Failed failed -> {}
                case ModelEvent.Repeated repeated -> {}
            }
        }
    }
}
