package io.baton.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.scripted.Script;
import io.baton.scripted.ScriptedProvider;
import java.net.URI;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadGeneratorTest {
    private static final Load FIVE = new Load(5, 20, 2, 1, 4, 4);

    private static Result askedWith(String script) throws Exception {
        try (var provider = ScriptedProvider.start(0);
                var selector = Selector.open()) {
            provider.script("qwen", Script.of(script));
            var url = URI.create(provider.baseUrl("qwen") + "/chat/completions");
            var order = new LoadGenerator.Order(new Target(url, Wire.OPENAI, ""), FIVE, List.of("anything"));
            return LoadGenerator.run(order, selector);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=1", "bytes=7", "chunk=3", "usage=every"})
    void answersAreWholeHoweverTheirBytesArrive(String script) throws Exception {
        var result = askedWith(script);
        assertEquals(5, result.whole(), result.failure());
        assertTrue(result.firstTokens().p50() > 0);
        assertTrue(result.lags().p50() > 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fault=reset at=2",
                "fault=close at=2",
                "fault=end at=3",
                "fault=status:503",
                "from=2",
                "finish=length"
            })
    void anAnswerThatIsNotAsItShouldBeIsLost(String script) throws Exception {
        var result = askedWith(script);
        assertEquals(0, result.whole());
        assertTrue(!result.failure().isEmpty());
    }

    @Test
    void theLagOfATokenIsFromTheMomentItWasDueToItsArrival() {
        var lags = new Samples();
        var scanner = new TokenScanner(Wire.NATIVE.end(), lags);
        var text = "{\"type\":\"chunk\",\"data\":{\"content\":\"t1@1000 t2@3000 \"}} {\"type\":\"complete\" t1@1000 ";
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        scanner.take(bytes, 0, bytes.length, 5_000_000);
        assertTrue(scanner.whole(2), "what follows the end repeats the text");
        assertEquals(new Result.Quantiles(4_000_000, 4_000_000), lags.quantiles());
    }
}
