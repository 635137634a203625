package io.baton.provider.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.baton.model.Model;
import io.baton.model.Price;
import io.baton.model.Prompt;
import io.baton.model.Turn;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChatRequestTest {
    private static final Price PRICE =
            new Price("test", BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE);
    private static final Model MODEL = new Model("qwen2.5", "qwen", "qwen2.5-72b-instruct", 4096, 32768, 0.7, PRICE);

    @Test
    void theModelsOwnLimitsHoldWhereNothingIsAsked() {
        assertEquals(
                "{'model':'qwen2.5-72b-instruct','messages':[{'role':'system','content':'Be brief.'},"
                        + "{'role':'user','content':'Grüß \\'Gott\\' 👋'}],'max_tokens':4096,'temperature':0.7,"
                        + "'stream':true,'stream_options':{'include_usage':true}}",
                json(new Prompt(
                        List.of(new Turn(Turn.Role.SYSTEM, "Be brief."), new Turn(Turn.Role.USER, "Grüß \"Gott\" 👋")),
                        null,
                        null)));
    }

    @Test
    void whatIsAskedForIsSent() {
        assertEquals(
                "{'model':'qwen2.5-72b-instruct','messages':[{'role':'user','content':'Hi'}],'max_tokens':10,"
                        + "'temperature':0.0,'stream':true,'stream_options':{'include_usage':true}}",
                json(new Prompt(List.of(new Turn(Turn.Role.USER, "Hi")), 10, 0.0)));
    }

    private static String json(Prompt prompt) {
        return new String(new ChatRequest(MODEL, prompt).json(), StandardCharsets.UTF_8).replace('"', '\'');
    }
}
