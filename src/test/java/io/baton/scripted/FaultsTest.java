package io.baton.scripted;

import static io.baton.scripted.Client.FAST;
import static io.baton.scripted.Client.body;
import static io.baton.scripted.Client.text;
import static io.baton.scripted.Client.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.scripted.SeenRequest.Outcome;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FaultsTest extends StartedProvider {
    @Test
    void aStatusComesWithAnErrorBodyAndCostsNothing() throws Exception {
        var response = client.stream("[[fault=status:429 retry-after=7]]");
        assertEquals(429, response.statusCode());
        assertEquals("7", response.headers().firstValue("Retry-After").orElseThrow());
        assertTrue(Client.json(response.body()).containsKey("error"));
        assertEquals(Billing.NOTHING, provider.billing().get("qwen"));
        assertEquals(Outcome.FAULTED, provider.requests().getFirst().outcome());
    }

    @Test
    void aResetComesAfterTheTokensThatItShall() throws Exception {
        try (Socket socket = client.raw("[[tokens=9 first=0 delay=50 fault=reset at=3]]")) {
            until(socket, "t3 ");
            SocketException broken = assertThrows(SocketException.class, () -> until(socket, "t4 "));
            assertTrue(broken.getMessage().contains("reset"), broken.getMessage());
        }
        assertEquals(3, provider.billing().get("qwen").completionTokens());
    }

    @Test
    void aCloseLeavesTheBodyWithoutItsEnd() throws Exception {
        try (Socket socket = client.raw("[[tokens=9 first=0 delay=5 fault=close at=2 cut=true]]")) {
            String rest = new String(socket.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            assertTrue(rest.contains("t2 "), rest);
            assertFalse(rest.contains("t3 ") || rest.endsWith("0\r\n\r\n"), rest);
        }
    }

    @Test
    void nothingAtAllIsSentWhenTheFaultIsAtTheHeaders() throws Exception {
        try (Socket socket = client.raw("[[fault=close at=headers]]")) {
            assertEquals(-1, socket.getInputStream().read());
        }
        assertEquals(0, provider.billing().get("qwen").requests());
    }

    @Test
    void aBodyMayEndProperlyWithoutTheAnswerDoingSo() throws Exception {
        String body = client.stream("[[tokens=3 reasoning=1 fault=end at=1]]").body();
        assertEquals("t1 ", text(body));
        assertFalse(body.contains("[DONE]") || body.contains("stop"), body);
        assertEquals(
                "",
                text(client.stream("[[tokens=3 reasoning=1 fault=end at=reasoning]]")
                        .body()));
    }

    @Test
    void aFaultAtRandomLeavesAPartOfTheAnswer() throws Exception {
        provider.script("qwen", Script.of("tokens=50 fault=end at=random seed=3"));
        int first = text(client.stream("Hello").body()).length();
        assertTrue(first > 0 && first < 190, "length " + first);
        provider.script("qwen", Script.of("tokens=50 fault=end at=random seed=3"));
        assertEquals(first, text(client.stream("Hello").body()).length());
    }

    @Test
    void aStallLastsUntilTheClientHangsUpWhichIsNoticed() throws Exception {
        try (Socket socket = client.raw(FAST + "[[tokens=9 fault=stall at=2]]")) {
            until(socket, "t2 ");
        }
        SeenRequest seen = hungUp();
        assertEquals(2, seen.textTokens());
        assertEquals(2, provider.billing().get("qwen").completionTokens());
    }

    @Test
    void aClientThatLeavesBetweenTokensIsNoticed() throws Exception {
        try (Socket socket = client.raw("[[tokens=2 first=0 delay=600000]]")) {
            until(socket, "t1 ");
        }
        assertTrue(hungUp().hungUpAfterMillis() >= 0);
    }

    @Test
    void garbageAndErrorsComeWithinTheStream() throws Exception {
        assertTrue(client.stream("[[tokens=3 fault=garbage at=1]]").body().contains("data: <html>"));
        assertTrue(client.stream("[[tokens=3 fault=error at=1]]").body().contains("data: {\"error\":{"));
        assertTrue(client.post("qwen", body(false, FAST + "[[fault=error]]"))
                .body()
                .startsWith("{\"error\":"));
        assertThrows(IOException.class, () -> client.post("qwen", body(false, FAST + "[[fault=close]]")));
    }

    @Test
    void anEmptyAnswerEndsAsIfAllWereWell() throws Exception {
        String body = client.stream("[[fault=empty reasoning=2]]").body();
        assertEquals("", text(body));
        assertTrue(body.contains("\"finish_reason\":\"stop\""), body);
        assertEquals(Outcome.FAULTED, provider.requests().getFirst().outcome());
    }

    @Test
    void slowHeadersAndSlowOutputComeInTheEnd() throws Exception {
        long before = System.nanoTime();
        assertEquals(
                "t1 ",
                text(client.stream("[[tokens=1 fault=slow-headers ms=60]]").body()));
        assertEquals(
                "t1 ", text(client.stream("[[tokens=1 fault=slow-first ms=60]]").body()));
        assertTrue(Duration.ofNanos(System.nanoTime() - before).toMillis() >= 120);
        assertEquals(Outcome.COMPLETED, provider.requests().getFirst().outcome());
    }

    @Test
    void anEndlessLineGoesOnUntilTheClientHangsUp() throws Exception {
        try (Socket socket = client.raw(FAST + "[[tokens=1 fault=endless-line]]")) {
            socket.getInputStream().readNBytes(1024 * 1024);
        }
        hungUp();
    }

    private SeenRequest hungUp() {
        return provider.awaitRequest(request -> request.outcome() == Outcome.HUNG_UP, Duration.ofSeconds(10))
                .orElseThrow();
    }
}
