package io.baton.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.model.Continuation;
import io.baton.model.Model;
import io.baton.model.Prompt;
import io.baton.model.TokenEstimate;
import io.baton.model.Turn;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What we count against what the providers themselves have counted. */
class TokenCounterTest {
    private static final String DIRECTORY = "RECORDINGS_DIR";
    private static final Prompt HELLO = new Prompt(List.of(new Turn(Turn.Role.USER, "Hello")), null, null);
    /** The recordings whose model we have, and how far off we may be, in percent. */
    private static final Map<String, Integer> OURS = Map.of("alibaba", 1, "openai", 1);

    private final TokenCounter counter = new TokenCounter();

    @ParameterizedTest
    @CsvSource({
        "openai, gpt-4, 'tiktoken is great!', 6",
        "openai, gpt-4, 'お誕生日おめでとう', 9",
        "openai, a-model-of-tomorrow, 'お誕生日おめでとう', 8",
        "qwen, qwen2.5-72b-instruct, 'tiktoken is great!', 6",
        "qwen, qwen2.5-72b-instruct, '12345', 5",
        "qwen, qwen2.5-72b-instruct, '你好世界', 2",
        "gemma, gemma-3-12b-it, '12345678', 2"
    })
    void knownTextsHaveTheirKnownTokens(String provider, String upstream, String text, int tokens) {
        assertEquals(
                tokens, counter.count(model(provider, upstream), HELLO, text).output());
    }

    @ParameterizedTest
    @CsvSource({"openai, gpt-4", "qwen, qwen2.5-72b-instruct", "gemma, gemma-3-12b-it"})
    void whatWasSaidBeforeGoesAlongAndIsCountedAsTheMessagesThatItBecomes(String provider, String upstream) {
        var said = new Turn(Turn.Role.ASSISTANT, "The quick brown fox");
        var goOn = new Turn(Turn.Role.USER, Continuation.REQUEST_TEXT);
        var begun = HELLO.continuing(said.content());
        for (var how : Continuation.values()) {
            var model = model(provider, upstream, how);
            var sent = how == Continuation.INSTRUCTION
                    ? List.of(HELLO.turns().getFirst(), said, goOn)
                    : List.of(HELLO.turns().getFirst(), said);
            assertEquals(
                    counter.count(model, HELLO.with(sent), "").input(),
                    counter.count(model, begun, "").input());
        }
    }

    @Test
    void eachMessageHasItsFrameAndTheAnswerItsBeginning() {
        var one = counter.count(model("openai", "gpt-4"), HELLO, "").input();
        var twice = new Prompt(List.of(HELLO.turns().getFirst(), HELLO.turns().getFirst()), null, null);
        assertEquals(8, one);
        assertEquals(13, counter.count(model("openai", "gpt-4"), twice, "").input());
    }

    @TestFactory
    Stream<DynamicTest> theRecordedAnswersAreCountedAsTheirProvidersDid() throws IOException {
        return recordings()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                    var name = file.getFileName().toString().split("-")[0];
                    var said = said(file);
                    var model = name.equals("openai") ? model("openai", "gpt-4.1-nano") : model("qwen", "qwen3-max");
                    var counted = counter.count(model, HELLO, said.text()).output();
                    var guessed = TokenEstimate.of(said.text());
                    System.out.printf(
                            "%s: billed %d, counted %d (%+.1f %%), guessed %d (%+.1f %%)%n",
                            file.getFileName(),
                            said.billed(),
                            counted,
                            percent(counted, said.billed()),
                            guessed,
                            percent(guessed, said.billed()));
                    if (OURS.containsKey(name)) {
                        assertTrue(Math.abs(percent(counted, said.billed())) <= OURS.get(name));
                    }
                    assertTrue(Math.abs(percent(guessed, said.billed())) <= 50);
                }));
    }

    private record Said(String text, int billed) {}

    private static double percent(int count, int billed) {
        return 100.0 * (count - billed) / billed;
    }

    private static Said said(Path file) throws IOException {
        var chunks = file.toString().endsWith("l") ? Files.readAllLines(file) : List.of(Files.readString(file));
        var text = new StringBuilder();
        var billed = 0;
        for (var line : chunks) {
            var chunk = parse(line);
            if (!chunk.isNull("usage")) {
                billed = chunk.getJsonObject("usage").getInt("completion_tokens");
            }
            for (var choice : chunk.getJsonArray("choices").getValuesAs(JsonObject.class)) {
                var piece = choice.getJsonObject(chunks.size() > 1 ? "delta" : "message");
                text.append(piece.getString("reasoning_content", "")).append(piece.getString("content", ""));
            }
        }
        return new Said(text.toString(), billed);
    }

    private static JsonObject parse(String json) {
        try (var reader = Json.createReader(new StringReader(json))) {
            return reader.readObject();
        }
    }

    private static Stream<Path> recordings() throws IOException {
        var directory = System.getProperty(DIRECTORY, System.getenv(DIRECTORY));
        if (directory == null || !Files.isDirectory(Path.of(directory))) {
            Assumptions.abort(DIRECTORY + " names no folder");
        }
        try (var files = Files.list(Path.of(directory))) {
            return files.filter(file -> file.toString().contains(".json")).sorted().toList().stream();
        }
    }

    private static Model model(String provider, String upstream) {
        return model(provider, upstream, Continuation.INSTRUCTION);
    }

    private static Model model(String provider, String upstream, Continuation continuation) {
        return new Model(provider, provider, upstream, 100, 1_000, 1, continuation, null);
    }
}
