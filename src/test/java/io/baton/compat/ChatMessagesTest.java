package io.baton.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.baton.catalog.Catalog;
import io.baton.http.JsonBody;
import io.baton.model.Continuation;
import io.baton.model.Model;
import io.baton.model.ProviderState;
import io.baton.model.ToolCall;
import io.baton.model.Turn;
import io.baton.model.Turn.Role;
import io.baton.platform.Problem;
import io.baton.testing.Api;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients send in {@code messages} and OpenAI takes, though it is unusual. */
class ChatMessagesTest {
    private static final String HI = "{'role':'user','content':'Hi'}";
    private static final Turn HI_TURN = new Turn(Role.USER, "Hi");
    private static final String RESULT = "{'role':'tool','tool_call_id':'a','content':'ok'}";

    @Test
    void aNameMayBeInAnyScript() {
        assertEquals(
                "张",
                turns("{'role':'user','name':'张','content':'Hi'}").getFirst().name());
        assertEquals(
                null,
                turns("{'role':'user','name':' ','content':'Hi'}").getFirst().name());
        assertThrows(Problem.class, () -> turns("{'role':'user','name':'" + "张".repeat(65) + "','content':'Hi'}"));
    }

    @Test
    void aBlankSystemMessageIsLeftOutAndABlankUserMessageIsNot() {
        assertEquals(List.of(HI_TURN), turns("{'role':'system','content':' '}", HI));
        assertEquals(List.of(HI_TURN), turns("{'role':'developer','content':[]}", HI));
        assertEquals(List.of(new Turn(Role.USER, "")), turns("{'role':'user','content':''}"));
        assertThrows(Problem.class, () -> turns("{'role':'system','content':''}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'role':'assistant','content':null,'refusal':'No'}",
                "{'role':'assistant','refusal':'No','tool_calls':[],'annotations':[],'audio':null}",
                "{'role':'assistant','content':[{'type':'refusal','refusal':'No'}]}",
                "{'role':'assistant','content':[{'type':'text','text':'No'}],'refusal':null}"
            })
    void aRefusalIsSentBackAsText(String message) {
        assertEquals(new Turn(Role.ASSISTANT, "No"), turns(HI, message).getLast());
    }

    @Test
    void anAssistantThatSaidNothingAtAllIsRefused() {
        assertThrows(Problem.class, () -> turns(HI, "{'role':'assistant','content':null}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"''", "' '", "{}", "null", "'{}'"})
    void emptyArgumentsAreAnEmptyObject(String arguments) {
        assertEquals(
                "{}",
                call("'function':{'name':'now','arguments':" + arguments + "}").arguments());
    }

    @Test
    void argumentsMayBeAnObject() {
        assertEquals(
                "{\"p\":1}",
                call("'function':{'name':'now','arguments':{'p':1}}").arguments());
    }

    @Test
    void aResultMayBeEmpty() {
        var call = "{'role':'assistant','content':null,'tool_calls':[{'id':'a','function':{'name':'now'}}]}";
        for (var content : List.of("null", "''", "[]")) {
            var turns = turns(HI, call, "{'role':'tool','tool_call_id':'a','content':" + content + "}");
            assertEquals("", turns.getLast().content());
        }
    }

    @Test
    void stateIsTheAskedModelsUnlessItIsMarked() {
        var turn = turns(
                        HI,
                        "{'role':'assistant','content':'x','reasoning_content':'hm','annotations':[],'refusal':null}")
                .getLast();
        assertEquals(new ProviderState("qwen", json("{'reasoning_content':'hm'}")), turn.state());

        var signature = "'extra_content':{'google':{'thought_signature':'c2ln'}}";
        var function = "'function':{'name':'now','arguments':'{}'}," + signature;
        assertEquals(
                new ProviderState("qwen", json("{" + signature + "}")),
                call(function).state());
        assertEquals(
                new ProviderState("gemma", json("{" + signature + "}")),
                call(function + ",'baton_model':'gemma-3'").state());
        assertEquals(
                new ProviderState("", json("{" + signature + "}")),
                call(function + ",'baton_model':'gone'").state());
    }

    private static ToolCall call(String members) {
        var assistant =
                "{'role':'assistant','content':null,'tool_calls':[{'id':'a','type':'function'," + members + "}]}";
        return turns(HI, assistant, RESULT).get(1).calls().getFirst();
    }

    private static List<Turn> turns(String... messages) {
        var body = new JsonBody(json("{'messages':[" + String.join(",", messages) + "]}"));
        return ChatMessages.of(body, model("qwen2.5", "qwen"), new TwoModels());
    }

    private static JsonObject json(String text) {
        return Api.parse(text.replace('\'', '"'));
    }

    private static Model model(String id, String provider) {
        return new Model(id, provider, id, 100, 1_000, 0.7, Continuation.INSTRUCTION, null);
    }

    private static final class TwoModels extends Catalog {
        @Override
        public Optional<Model> find(String id) {
            return List.of(model("qwen2.5", "qwen"), model("gemma-3", "gemma")).stream()
                    .filter(model -> model.id().equals(id))
                    .findFirst();
        }
    }
}
