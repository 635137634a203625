package io.baton.scripted;

import static io.baton.scripted.Client.FAST;
import static io.baton.scripted.Client.body;
import static io.baton.scripted.Client.events;
import static io.baton.scripted.Client.json;
import static io.baton.scripted.Client.message;
import static io.baton.scripted.Client.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScriptedProviderTest {
    private ScriptedProvider provider;
    private Client client;

    @BeforeEach
    void start() throws Exception {
        provider = ScriptedProvider.start(0);
        client = new Client(provider);
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        provider.close();
    }

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
    void numberedTokensComeOneInAnEvent() throws Exception {
        String body = client.stream("[[tokens=3]]").body();
        assertEquals("t1 t2 t3 ", text(body));
        assertEquals(6, events(body).size());
    }

    @Test
    void severalTokensShareAnEventIfAsked() throws Exception {
        String body = client.stream("[[tokens=5 chunk=2]]").body();
        assertEquals("t1 t2 t3 t4 t5 ", text(body));
        assertEquals(6, events(body).size());
    }

    @Test
    void tokensLookAsAskedEvenCutIntoBytesOrEscaped() throws Exception {
        assertEquals(
                "第1词 第2词 ", text(client.stream("[[tokens=2 text=cjk bytes=1]]").body()));
        String emoji = client.stream("[[tokens=2 text=emoji ascii=true]]").body();
        assertEquals("👩🏽‍🚀1 🇨🇭2 ", text(emoji));
        assertTrue(emoji.chars().allMatch(c -> c < 128));
        assertTrue(text(client.stream("[[tokens=2 text=clusters]]").body()).contains("👩🏽‍🚀2"));
    }

    @Test
    void theWireTakesTheAllowedDialects() throws Exception {
        assertTrue(client.stream("[[tokens=1 crlf=true]]").body().endsWith("data: [DONE]\r\n\r\n"));
        assertTrue(client.stream("[[tokens=1 comments=true]]").body().startsWith(": keep-alive\n\n\ndata: {"));
        assertTrue(client.stream("[[tokens=1 nospace=true]]").body().startsWith("data:{"));
        assertFalse(client.stream("[[tokens=1 done=false]]").body().contains("[DONE]"));
    }

    @Test
    void theDataLinesOfASplitEventMakeItsJson() throws Exception {
        String first = client.stream("[[tokens=1 multiline=true]]").body().split("\n\n")[0];
        assertTrue(first.lines().count() > 2, first);
        JsonObject event = json(first.replace("data: ", ""));
        assertEquals("chat.completion.chunk", event.getString("object"));
    }

    @Test
    void theUsageStandsWhereItIsAskedFor() throws Exception {
        List<JsonObject> separate = events(client.stream("[[tokens=2]]").body());
        assertTrue(separate.getLast().getJsonArray("choices").isEmpty());
        assertEquals(2, separate.getLast().getJsonObject("usage").getInt("completion_tokens"));
        JsonObject last =
                events(client.stream("[[tokens=2 usage=last]]").body()).getLast();
        assertEquals("stop", finish(last));
        assertEquals(2, last.getJsonObject("usage").getInt("completion_tokens"));
        List<JsonObject> every =
                events(client.stream("[[tokens=2 usage=every]]").body());
        assertEquals(1, every.get(1).getJsonObject("usage").getInt("completion_tokens"));
        assertFalse(client.stream("[[tokens=2 usage=none]]").body().contains("usage"));
        assertFalse(client.stream("[[tokens=2 usage=asked]]").body().contains("prompt_tokens"));
    }

    @Test
    void reasoningComesBeforeTheTextAndIsBilled() throws Exception {
        String body = client.stream("[[tokens=1 reasoning=2]]").body();
        assertEquals("r1 r2 ", Client.joined(body, "reasoning_content"));
        assertEquals("t1 ", text(body));
        assertEquals(3, provider.billing().get("qwen").completionTokens());
    }

    @Test
    void theFinishReasonAndTheRoleAreAsAsked() throws Exception {
        List<JsonObject> events = events(
                client.stream("[[tokens=1 finish=content_filter role=only]]").body());
        assertEquals("{\"role\":\"assistant\"}", delta(events.getFirst()).toString());
        assertEquals("content_filter", finish(events.get(2)));
        assertTrue(
                delta(events(client.stream("[[role=null]]").body()).getFirst()).isNull("content"));
        assertEquals(
                2,
                events(client.stream("[[tokens=1 role=none finish=none]]").body())
                        .size());
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

    @Test
    void anUnfinishedAnswerIsGoneOnWith() throws Exception {
        String body = Json.createObjectBuilder()
                .add("model", "m")
                .add("stream", true)
                .add(
                        "messages",
                        Json.createArrayBuilder()
                                .add(message("user", FAST + "[[tokens=5 keep=true]]"))
                                .add(message("assistant", "t1 t2 "))
                                .add(message("user", "Go on.")))
                .build()
                .toString();
        assertEquals("t3 t4 t5 ", text(client.post("qwen", body).body()));
        assertEquals(
                "Sure, here is the continuation:\n\nt4 ",
                text(client.stream("[[tokens=4 from=4 preamble=true]]").body()));
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

    private static JsonObject delta(JsonObject event) {
        return event.getJsonArray("choices").getJsonObject(0).getJsonObject("delta");
    }

    private static String finish(JsonObject event) {
        return event.getJsonArray("choices").getJsonObject(0).getString("finish_reason");
    }
}
