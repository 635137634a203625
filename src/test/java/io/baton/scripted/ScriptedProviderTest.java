package io.baton.scripted;

import static io.baton.scripted.Client.FAST;
import static io.baton.scripted.Client.body;
import static io.baton.scripted.Client.json;
import static io.baton.scripted.Client.message;
import static io.baton.scripted.Client.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptedProviderTest extends StartedProvider {
    @Test
    void theDefaultAnswerSaysThatItIsScriptedAndQuotesTheQuestion() throws Exception {
        String body = client.stream("How are you?").body();
        assertTrue(text(body).startsWith("This is a **scripted answer** by qwen"), body);
        assertTrue(text(body).contains("> How are you?\n"), body);
        assertTrue(body.endsWith("data: [DONE]\n\n"), body);
    }

    @Test
    void aChineseQuestionIsAnsweredInChinese() throws Exception {
        assertTrue(text(client.stream("你好吗？").body()).contains("脚本回答"));
    }

    @Test
    void theLimitOfTheRequestCutsTheText() throws Exception {
        String request = body(true, FAST + "[[tokens=9]]").replaceFirst("\\{", "{\"max_tokens\":2,");
        String body = client.post("qwen", request).body();
        assertEquals("t1 t2 ", text(body));
        assertTrue(body.contains("\"finish_reason\":\"length\""), body);
    }

    @Test
    void aQuestionThatDoesNotStreamGetsTheAnswerWhole() throws Exception {
        var response = client.post("gemma", body(false, FAST + "[[tokens=2 reasoning=1]]"));
        JsonObject json = json(response.body());
        JsonObject message = json.getJsonArray("choices").getJsonObject(0).getJsonObject("message");
        assertEquals("t1 t2 ", message.getString("content"));
        assertEquals("r1 ", message.getString("reasoning_content"));
        assertEquals(3, json.getJsonObject("usage").getInt("completion_tokens"));
    }

    @Test
    void aDirectiveForOneVendorLeavesTheOthersAlone() throws Exception {
        String body = body(true, FAST + "[[tokens=1]] [[qwen:fault=status:503]]");
        assertEquals(503, client.post("qwen", body).statusCode());
        assertEquals("t1 ", text(client.post("gemma", body).body()));
    }

    @ParameterizedTest
    @CsvSource({"partial, 't3 t4 t5 '", "prefix, 't3 t4 t5 '", "name, 't1 t2 t3 t4 t5 '"})
    void anUnfinishedAnswerIsGoneOnWithWhereItIsMarked(String mark, String text) throws Exception {
        JsonObject begun = Json.createObjectBuilder(message("assistant", "t1 t2 "))
                .add(mark, true)
                .build();
        assertEquals(
                text,
                text(client.post("qwen", continuing(begun, Json.createObjectBuilder()))
                        .body()));
    }

    @Test
    void theRequestMaySayInsteadThatTheLastMessageIsToBeContinued() throws Exception {
        JsonObjectBuilder request = Json.createObjectBuilder().add("continue_final_message", true);
        JsonObject begun = message("assistant", "t1 t2 ");
        assertEquals(
                "t3 t4 t5 ",
                text(client.post("qwen", continuing(begun, request)).body()));
    }

    @Test
    void aModelUnderstandsToGoOnAndMayRepeatItselfOrBeginWithARemark() throws Exception {
        var messages = Json.createArrayBuilder()
                .add(message("user", FAST + "[[tokens=5]] [[gemma:repeat=1 preamble=true]]"))
                .add(message("assistant", "t1 t2 "))
                .add(message("user", "Please continue your answer exactly where it ends."));
        String body = request(messages, Json.createObjectBuilder());
        assertEquals("t3 t4 t5 ", text(client.post("qwen", body).body()));
        assertEquals(
                "Sure, here is the continuation:\n\nt2 t3 t4 t5 ",
                text(client.post("gemma", body).body()));
    }

    @Test
    void aDefaultAnswerIsGoneOnWithByAsManyWords() throws Exception {
        JsonObject begun = Json.createObjectBuilder(message("assistant", "This is a "))
                .add("partial", true)
                .build();
        var messages =
                Json.createArrayBuilder().add(message("user", FAST + "Why?")).add(begun);
        assertTrue(text(client.post("qwen", request(messages, Json.createObjectBuilder()))
                        .body())
                .startsWith("**scripted answer** by qwen"));
    }

    @Test
    void aFaultMayStrikeAfterAnyByte() throws Exception {
        String whole = client.stream("[[tokens=3]]").body();
        for (int bytes : new int[] {0, 1, 100, 300, 500}) {
            String cut = client.stream("[[tokens=3 fault=end at-byte=" + bytes + "]]")
                    .body();
            assertEquals(withoutIdAndTime(whole.substring(0, bytes)), withoutIdAndTime(cut));
        }
    }

    /** Each answer has an id of its own, and a second may pass between two. */
    private static String withoutIdAndTime(String stream) {
        return stream.replaceAll("(scripted-|\"created\":)\\d+", "");
    }

    private static String continuing(JsonObject begun, JsonObjectBuilder request) {
        return request(
                Json.createArrayBuilder()
                        .add(message("user", FAST + "[[tokens=5]]"))
                        .add(begun),
                request);
    }

    private static String request(JsonArrayBuilder messages, JsonObjectBuilder request) {
        return request.add("model", "m")
                .add("stream", true)
                .add("messages", messages)
                .build()
                .toString();
    }

    @Test
    void doubleBracketsAroundOtherThingsAreText() throws Exception {
        assertTrue(text(client.stream("What is [[a link]]?").body()).contains("[[a link]]"));
    }

    @Test
    void requestsThatAreNoneAreRefused() throws Exception {
        URI uri = URI.create(provider.baseUrl("qwen") + "/chat/completions");
        var unsigned = java.net.http.HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(body(true, "x")));
        assertEquals(401, client.send(unsigned).statusCode());
        assertEquals(400, client.post("qwen", "{\"model\":").statusCode());
        assertEquals(
                400, client.post("qwen", "{\"model\":\"m\",\"messages\":[]}").statusCode());
        var misspelt = client.stream("[[falt=reset]]");
        assertEquals(400, misspelt.statusCode());
        assertTrue(json(misspelt.body())
                .getJsonObject("error")
                .getString("message")
                .contains("falt"));
        assertEquals(404, client.control("GET", "nothing", "").statusCode());
        assertEquals(0, provider.billing().get("qwen").requests());
    }

    @Test
    void aConnectionServesOneQuestionAfterTheOther() throws Exception {
        try (Socket socket = client.raw(FAST + "[[tokens=1]]")) {
            Client.until(socket, "0\r\n\r\n");
            Client.ask(socket, FAST + "[[tokens=7]]");
            assertTrue(Client.until(socket, "0\r\n\r\n").contains("t7 "));
        }
    }
}
