package io.baton.scripted;

import static io.baton.scripted.Client.events;
import static io.baton.scripted.Client.json;
import static io.baton.scripted.Client.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class StreamedAnswerTest extends StartedProvider {
    @Test
    void aTimedTokenNamesTheMomentAtWhichItIsDueAndIsSentNoEarlier() throws Exception {
        long asked = System.nanoTime() / 1_000;
        String text =
                text(client.stream("[[tokens=3 text=timed first=0 delay=20]]").body());
        long heard = System.nanoTime() / 1_000;
        var due = Pattern.compile("t\\d@(\\d+) ")
                .matcher(text)
                .results()
                .map(token -> Long.valueOf(token.group(1)))
                .toList();
        assertEquals(3, due.size(), text);
        assertTrue(asked <= due.getFirst() && due.getLast() <= heard, asked + " " + due + " " + heard);
        assertEquals(40_000, due.getLast() - due.getFirst());
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

    private static JsonObject delta(JsonObject event) {
        return event.getJsonArray("choices").getJsonObject(0).getJsonObject("delta");
    }

    private static String finish(JsonObject event) {
        return event.getJsonArray("choices").getJsonObject(0).getString("finish_reason");
    }
}
