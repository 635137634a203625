package io.baton.provider.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.model.Ability;
import io.baton.model.Continuation;
import io.baton.model.Model;
import io.baton.model.Options;
import io.baton.model.Price;
import io.baton.model.Prompt;
import io.baton.model.ProviderState;
import io.baton.model.RequestForm;
import io.baton.model.ToolCall;
import io.baton.model.Turn;
import io.baton.testing.Api;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatRequestTest {
    private static final Price PRICE =
            new Price("test", BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE);
    private static final Prompt HI = new Prompt(List.of(new Turn(Turn.Role.USER, "Hi")), 10, 0.0);

    @Test
    void theModelsOwnLimitsHoldWhereNothingIsAsked() {
        assertEquals(
                "{'model':'qwen2.5-72b-instruct','max_tokens':4096,'temperature':0.7,'stream':true,"
                        + "'stream_options':{'include_usage':true},'messages':[{'role':'system','content':'Be brief.'},"
                        + "{'role':'user','content':'Grüß \\'Gott\\' 👋'}]}",
                json(
                        Continuation.PARTIAL,
                        new Prompt(
                                List.of(
                                        new Turn(Turn.Role.SYSTEM, "Be brief."),
                                        new Turn(Turn.Role.USER, "Grüß \"Gott\" 👋")),
                                null,
                                null)));
    }

    @Test
    void whatIsAskedForIsSent() {
        assertEquals(
                "{'model':'qwen2.5-72b-instruct','max_tokens':10,'temperature':0.0,'stream':true,"
                        + "'stream_options':{'include_usage':true},'messages':[{'role':'user','content':'Hi'}]}",
                json(Continuation.PARTIAL, HI));
    }

    @Test
    void toolsAndTheirCallsGoAlong() {
        var members = Json.createObjectBuilder()
                .add("seed", 7)
                .add("tools", Json.createArrayBuilder().add("t"))
                .build();
        var called = List.of(new ToolCall("c1", "f", "{}", ProviderState.NONE));
        var turns = List.of(
                new Turn(Turn.Role.USER, "Hi", List.of(), null, "me"),
                new Turn(Turn.Role.ASSISTANT, "", called, null, null),
                new Turn(Turn.Role.TOOL, "rain", List.of(), "c1", null));
        assertEquals(
                "{'seed':7,'tools':['t'],'model':'qwen2.5-72b-instruct','max_tokens':4096,'temperature':0.7,"
                        + "'stream':true,'stream_options':{'include_usage':true},'messages':["
                        + "{'role':'user','content':'Hi','name':'me'},"
                        + "{'role':'assistant','content':null,'tool_calls':[{'id':'c1','type':'function',"
                        + "'function':{'name':'f','arguments':'{}'}}]},"
                        + "{'role':'tool','content':'rain','tool_call_id':'c1'}]}",
                json(Continuation.PARTIAL, new Prompt(turns, null, null, new Options(true, members))));
    }

    @Test
    void stateGoesBackToItsProviderAndToNoOther() {
        var signature = Json.createObjectBuilder().add("extra_content", "sig").build();
        var thought = Json.createObjectBuilder().add("reasoning_content", "hm").build();
        for (var provider : List.of("qwen", "gemma")) {
            var call = new ToolCall("c1", "f", "{}", new ProviderState(provider, signature));
            var turn =
                    new Turn(Turn.Role.ASSISTANT, "", List.of(call), null, null, new ProviderState(provider, thought));
            var json = json(Continuation.PARTIAL, HI.with(List.of(turn)));
            assertEquals(provider.equals("qwen"), json.contains("'extra_content':'sig'"), json);
            assertEquals(provider.equals("qwen"), json.contains("'reasoning_content':'hm'"), json);
        }
    }

    @Test
    void theFormIsTheModels() {
        var members = Json.createObjectBuilder().add("reasoning_effort", "low").build();
        var form = new RequestForm(
                "max_completion_tokens", Set.of("temperature", "stream_options"), members, Map.of(), false);
        assertEquals(
                "{'reasoning_effort':'low','model':'o9','max_completion_tokens':10,'stream':true,"
                        + "'messages':[{'role':'user','content':'Be brief.\\n\\nHi'}]}",
                json(
                        model("formed", form),
                        HI.with(List.of(new Turn(Turn.Role.SYSTEM, "Be brief."), new Turn(Turn.Role.USER, "Hi")))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'error':{'message':'Unsupported parameter: [max_tokens]. Use max_completion_tokens instead.'}} | max_tokens | 'max_completion_tokens':10",
                "{'error':{'code':'unsupported_value','param':'temperature','message':'does not support 0.7'}} | temperature | -",
                "{'detail':[{'type':'extra_forbidden','loc':['body','stream_options']}]} | stream_options | -",
                "{'detail':'extra_forbidden'} | stream_options | -",
            })
    void whatAModelRefusesIsNotSentAgain(String error, String member, String instead) {
        var model = model("learning " + error, RequestForm.USUAL);
        var prompt = new Prompt(HI.turns(), 10, null);
        var refused = Api.parse(error.replace('\'', '"'));
        assertTrue(json(model, prompt).contains("'" + member + "':"));
        assertEquals(Optional.of(member), learned(new ChatRequest(model, prompt), refused));
        assertFalse(json(model, prompt).contains("'" + member + "':"));
        assertTrue(instead.equals("-") || json(model, prompt).contains(instead));
        assertEquals(Optional.empty(), learned(new ChatRequest(model, prompt), refused));
    }

    @Test
    void whatTheCallerAsksForIsNotLearned() {
        var error = Api.parse("{\"error\":{\"message\":\"Unsupported value: temperature\"}}");
        var request = new ChatRequest(model("asked", RequestForm.USUAL), HI);
        assertEquals(Optional.empty(), learned(request, error));
        var invalid = Api.parse("{\"error\":{\"message\":\"max_tokens is too large\"}}");
        assertEquals(Optional.empty(), learned(request, invalid));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'error':{'message':'Invalid message: max_tokens is not supported'}}",
                "{'error':{'message':'max_tokens is too large. Invalid message: not supported'}}",
                "{'error':{'message':'Invalid message: extra_forbidden'}}",
                "{'detail':[{'type':'string_too_long','loc':['body','messages'],'input':'unknown max_tokens'}]}",
            })
    void whatMayBeAQuotationOfTheCallerIsNotLearned(String error) {
        var question = "Is max_tokens not supported, unknown or extra_forbidden?";
        var prompt = new Prompt(List.of(new Turn(Turn.Role.USER, question)), 10, null);
        var request = new ChatRequest(model("quoting " + error, RequestForm.USUAL), prompt);
        assertEquals(Optional.empty(), learned(request, Api.parse(error.replace('\'', '"'))));
        var coded = Api.parse("{\"error\":{\"code\":\"unsupported_parameter\",\"param\":\"max_tokens\"}}");
        assertEquals(Optional.of("max_tokens"), learned(request, coded));
    }

    private static Optional<String> learned(ChatRequest request, JsonObject error) {
        return LearnedForms.learn(request.model(), request::isCallers, request.callersText(), error);
    }

    private static Model model(String id, RequestForm form) {
        return new Model(id, "qwen", "o9", 4096, 32768, 0.7, Continuation.PARTIAL, PRICE, form, Ability.DEFAULT);
    }

    private static String json(Model model, Prompt prompt) {
        return new String(new ChatRequest(model, prompt).json(), StandardCharsets.UTF_8).replace('"', '\'');
    }

    @ParameterizedTest
    @CsvSource({"PARTIAL, partial", "PREFIX, prefix"})
    void whatWasBegunIsMarkedAsTheProviderWantsIt(Continuation continuation, String mark) {
        assertTrue(json(continuation, HI.continuing("Hel"))
                .endsWith("'messages':[{'role':'user','content':'Hi'},{'role':'assistant','content':'Hel','" + mark
                        + "':true}]}"));
    }

    @Test
    void orTheWholeRequestIs() {
        var json = json(Continuation.CONTINUE_FINAL_MESSAGE, HI.continuing("Hel"));
        assertTrue(json.contains("'continue_final_message':true,'add_generation_prompt':false"), json);
        assertTrue(json.endsWith("{'role':'assistant','content':'Hel'}]}"), json);
    }

    @Test
    void elseTheModelIsToldToGoOn() {
        var json = json(Continuation.INSTRUCTION, HI.continuing("Hel"));
        assertTrue(json.contains("{'role':'assistant','content':'Hel'},{'role':'user','content':'"), json);
        assertTrue(json.contains("Continue it exactly where it ends"), json);
    }

    @Test
    void whatWasSaidLeavesFewerTokensToAskFor() {
        assertTrue(json(Continuation.PARTIAL, HI.continuing("12345678")).contains("'max_tokens':8,"));
        assertTrue(json(Continuation.PARTIAL, HI.continuing("1234".repeat(20))).contains("'max_tokens':1,"));
    }

    private static String json(Continuation continuation, Prompt prompt) {
        var model = new Model("qwen2.5", "qwen", "qwen2.5-72b-instruct", 4096, 32768, 0.7, continuation, PRICE);
        return new String(new ChatRequest(model, prompt).json(), StandardCharsets.UTF_8).replace('"', '\'');
    }
}
