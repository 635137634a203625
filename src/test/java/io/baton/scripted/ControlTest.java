package io.baton.scripted;

import static io.baton.scripted.Client.FAST;
import static io.baton.scripted.Client.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ControlTest extends StartedProvider {
    @Test
    void aScriptHoldsForItsVendorUntilItIsReset() throws Exception {
        assertEquals(200, client.control("PUT", "script/qwen", "{\"tokens\":2}").statusCode());
        assertEquals("t1 t2 ", text(client.stream("Hello").body()));
        client.control("DELETE", "script", "");
        assertTrue(text(client.stream("Hello").body()).contains("scripted"));
    }

    @Test
    void aScriptMayHoldForSomeRequestsOnly() throws Exception {
        provider.script("qwen", Script.of("fault=status:500 times=1"));
        assertEquals(500, client.stream("Hello").statusCode());
        assertEquals(200, client.stream("Hello").statusCode());
    }

    @Test
    void theSameSeedGivesTheSameFailures() throws Exception {
        String script = "{\"failureRate\":0.5,\"faults\":[\"status:500\",\"status:503\"],\"seed\":1,\"tokens\":1}";
        List<Integer> first = statuses(script);
        assertTrue(first.contains(200) && first.contains(500) && first.contains(503), first.toString());
        assertEquals(first, statuses(script));
    }

    @Test
    void aScriptThatIsNoneIsRefused() throws Exception {
        assertEquals(
                400,
                client.control("PUT", "script/qwen", "{\"tokens\":\"many\"}").statusCode());
        assertEquals(
                400,
                client.control("PUT", "script/qwen", "{\"fault\":\"explode\"}").statusCode());
        assertEquals(400, client.control("PUT", "script/nobody", "{}").statusCode());
        assertEquals(400, client.control("PUT", "script/qwen", "nothing").statusCode());
    }

    @Test
    void aRecordingIsReplayedAsItIs() throws Exception {
        client.control("PUT", "recording/qwen", "data: 回放\r\n\r\n");
        var response = client.stream("Hello");
        assertEquals("data: 回放\r\n\r\n", response.body());
        assertEquals(
                "text/event-stream",
                response.headers().firstValue("Content-Type").orElseThrow());
        client.control("DELETE", "recording/qwen", "");
        assertTrue(text(client.stream("Hello").body()).contains("scripted"));
    }

    @Test
    void whatWasSeenAndBilledCanBeRead() throws Exception {
        JsonObject usage =
                Client.events(client.stream("[[tokens=2]]").body()).getLast().getJsonObject("usage");
        String requests = client.control("GET", "requests", "").body();
        JsonObject seen = Client.json(requests.substring(1, requests.length() - 1));
        assertEquals("completed", seen.getString("outcome"));
        assertEquals("a-model", seen.getString("model"));
        assertEquals(FAST + "[[tokens=2]]", seen.getString("lastUserMessage"));
        assertTrue(seen.getBoolean("authorized"));
        assertFalse(requests.contains("anything"), "the key is not kept");
        JsonObject bill =
                Client.json(client.control("GET", "billing", "").body()).getJsonObject("qwen");
        assertEquals(usage.getInt("prompt_tokens"), bill.getInt("promptTokens"));
        assertEquals(usage.getInt("completion_tokens"), bill.getInt("completionTokens"));
        client.control("DELETE", "requests", "");
        assertTrue(provider.requests().isEmpty());
    }

    private List<Integer> statuses(String script) throws Exception {
        client.control("PUT", "script/qwen", script);
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            statuses.add(client.stream("Hello").statusCode());
        }
        return statuses;
    }
}
