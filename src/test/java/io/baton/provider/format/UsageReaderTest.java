package io.baton.provider.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baton.model.ModelEvent;
import io.baton.model.ModelEvent.Counted;
import io.baton.model.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docs/dialects.md} has the rules. */
class UsageReaderTest {
    /** Input, output, cached, reasoning. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // OpenAI
                "{'usage':{'prompt_tokens':10,'completion_tokens':5,'total_tokens':15}} | 10 5 0 0",
                "{'usage':{'prompt_tokens':10,'completion_tokens':5,'prompt_tokens_details':{'cached_tokens':3}}} | 10 5 3 0",
                "{'usage':{'prompt_tokens':1,'completion_tokens':5,'prompt_tokens_details':[]}} | 1 5 0 0",
                // Responses, Bedrock, Anthropic
                "{'usage':{'input_tokens':10,'output_tokens':5,'output_tokens_details':{'reasoning_tokens':2}}} | 10 5 0 2",
                "{'usage':{'input_tokens':10,'output_tokens':5,'cache_read_input_tokens':7,'cache_creation_input_tokens':1}} | 18 5 7 0",
                // DeepSeek, Moonshot
                "{'usage':{'prompt_tokens':30,'completion_tokens':5,'total_tokens':35,'prompt_cache_hit_tokens':10}} | 30 5 10 0",
                "{'choices':[{'delta':{},'usage':{'prompt_tokens':30,'completion_tokens':5,'cached_tokens':9}}]} | 30 5 9 0",
                // Groq, Gemini, llama.cpp, Ollama
                "{'choices':[],'x_groq':{'id':'r','usage':{'prompt_tokens':30,'completion_tokens':5}}} | 30 5 0 0",
                "{'usageMetadata':{'promptTokenCount':30,'candidatesTokenCount':5,'thoughtsTokenCount':7,'totalTokenCount':42}} | 30 12 0 7",
                "{'usageMetadata':{'promptTokenCount':30,'candidatesTokenCount':5,'thoughtsTokenCount':2}} | 30 7 0 2",
                "{'choices':[],'timings':{'prompt_n':4,'cache_n':6,'predicted_n':5,'predicted_ms':1.5}} | 10 5 6 0",
                "{'done':true,'prompt_eval_count':30,'eval_count':5} | 30 5 0 0",
                // reasoning beside the output, with and without a total
                "{'usage':{'prompt_tokens':32,'completion_tokens':9,'completion_tokens_details':{'reasoning_tokens':94}}} | 32 103 0 94",
                "{'usage':{'prompt_tokens':10,'completion_tokens':5,'total_tokens':35,'completion_tokens_details':{'reasoning_tokens':20}}} | 10 25 0 20",
                "{'usage':{'prompt_tokens':10,'completion_tokens':5,'total_tokens':35}} | 10 25 0 20",
                "{'usage':{'prompt_tokens':10,'total_tokens':35}} | 10 25 0 25",
                // cached tokens that the total counts again, or that the input does not contain
                "{'usage':{'prompt_tokens':130,'completion_tokens':5,'total_tokens':235,'prompt_tokens_details':{'cached_tokens':100}}} | 130 5 100 0",
                "{'usage':{'prompt_tokens':10,'completion_tokens':5,'total_tokens':115,'prompt_tokens_details':{'cached_tokens':100}}} | 110 5 100 0",
                "{'usage':{'prompt_tokens':10,'completion_tokens':5,'prompt_tokens_details':{'cached_tokens':100}}} | 110 5 100 0",
                // numbers in other spellings
                "{'usage':{'prompt_tokens':1e1,'completion_tokens':5.0}} | 10 5 0 0",
            })
    void countsAreReadUnderAllTheirNames(String chunk, String expected) {
        assertEquals(expected, counts(chunk).getLast());
    }

    @Test
    void countsMayComeInParts() {
        assertEquals(
                List.of("20 1 0 0", "20 15 0 0"),
                counts(
                        "{'choices':[],'usage':{'prompt_tokens':20,'completion_tokens':1}}",
                        "{'choices':[],'usage':{'completion_tokens':15}}"));
    }

    @Test
    void theLastCountThatIsNotZeroCounts() {
        assertEquals(
                List.of("20 3 0 0", "20 5 7 0", "20 5 7 0"),
                counts(
                        "{'choices':[],'usage':{'prompt_tokens':20,'completion_tokens':3}}",
                        "{'choices':[],'usage':{'prompt_tokens':20,'completion_tokens':5,'cached_tokens':7}}",
                        "{'choices':[],'usage':{'prompt_tokens':0,'completion_tokens':0,'total_tokens':0}}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'usage':{}}",
                "{'usage':null}",
                "{'usage':{'total_tokens':5}}",
                "{'usage':{'prompt_tokens':-1,'completion_tokens':5}}",
                "{'usage':{'prompt_tokens':'1','completion_tokens':5}}",
                "{'usage':{'prompt_tokens':1,'completion_tokens':true}}",
                "{'usage':{'prompt_tokens':1,'completion_tokens':5.5}}",
                "{'usage':{'prompt_tokens':1,'completion_tokens':1e1000000000}}",
                "{'usage':{'prompt_tokens':1,'completion_tokens':1e-1000000000}}",
                "{'usage':{'prompt_tokens':1,'completion_tokens':5,'total_tokens':5}}",
                "{'usage':{'prompt_tokens':1,'completion_tokens':5,'total_tokens':'6'}}",
                "{'usage':{'prompt_tokens':1,'completion_tokens':5e15}}",
                "{'usage':{'prompt_tokens':1,'completion_tokens':5,'total_tokens':9223372036854775807}}"
            })
    void aCountThatCanNotBeIsNone(String chunk) {
        assertEquals(List.of(), counts(chunk));
    }

    /** Single quotes stand for double ones. */
    private static List<String> counts(String... chunks) {
        var events = new ArrayList<ModelEvent>();
        var reader = new ChunkReader(events::add);
        for (var chunk : chunks) {
            reader.read(chunk.replace('\'', '"'));
        }
        return events.stream()
                .map(event -> ((Counted) event).usage())
                .map(UsageReaderTest::text)
                .toList();
    }

    private static String text(TokenUsage usage) {
        return usage.input() + " " + usage.output() + " " + usage.cached() + " " + usage.reasoning();
    }
}
