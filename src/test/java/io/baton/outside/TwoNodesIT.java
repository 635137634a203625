package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.dev.Balancer;
import io.baton.dev.TestNode;
import io.baton.dev.TestServer;
import io.baton.scripted.SeenRequest;
import io.baton.testing.Api;
import io.baton.testing.Await;
import io.baton.testing.Database;
import io.baton.testing.EventStream;
import io.baton.testing.Frame;
import io.baton.testing.Frames;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes behind a load balancer are one Baton: whoever owns an answer, every node reads, stops and, if need be, finishes it. */
class TwoNodesIT {
    private static final Duration TAKEOVER = Duration.ofSeconds(30);
    private static TestNode second;
    private static Balancer balancer;
    private final Api user = Api.somebody();

    @BeforeAll
    static void anotherNodeAndALoadBalancer() {
        second = TestServer.running().anotherNode(Map.of("CHAT_UNREAD_GRACE", "PT3S", "CHAT_HEARTBEAT", "PT1S"));
        balancer = TestServer.running().balancer(second);
    }

    @BeforeEach
    void bothNodesRun() {
        if (!second.isAlive()) {
            second.startAgain();
        }
    }

    @AfterAll
    static void oneNodeAgain() {
        second.kill();
        balancer.close();
    }

    @Test
    void anAnswerIsFollowedOnAnotherNodeWithEqualFrames() {
        try (var here = user.ask(Providers.question("tokens=80 first=0 delay=20"))) {
            var begun = here.next(10);
            try (var there = user.at(second.url()).listen(events(begun));
                    var resumed = user.at(second.url())
                            .with("Last-Event-ID", begun.last().id())
                            .listen(events(begun))) {
                var whole = begun.then(here.rest());
                assertEquals(Providers.numbered(80), whole.complete().getString("content"));
                assertSame(whole, there.rest());
                assertSame(whole.after(10), resumed.rest());
            }
            assertEquals(
                    204,
                    user.at(second.url())
                            .with("Last-Event-ID", lastIdOf(begun))
                            .get(events(begun))
                            .status());
        }
    }

    @Test
    void aStopOnAnotherNodeHangsUp() {
        var question = Providers.question("tokens=500 first=0 delay=20");
        try (var stream = user.ask(question)) {
            var begun = stream.next(10);
            user.at(second.url())
                    .delete("/api/chat/answers/" + begun.answerId())
                    .with(204);
            assertEquals("stopped", begun.then(stream.rest()).complete().getString("finishReason"));
            var seen = Await.until(
                    "the provider is hung up on",
                    () -> Providers.saw(question).getFirst(),
                    request -> request.endedAt() != null);
            assertEquals(SeenRequest.Outcome.HUNG_UP, seen.outcome());
        }
    }

    @Test
    void anAnswerThatIsReadOnAnotherNodeGoesOn() {
        EventStream there;
        try (var here = user.ask(Providers.question("tokens=120 first=0 delay=50"))) {
            there = user.at(second.url()).listen(events(here.next(5)));
            there.next(1);
        }
        try (there) {
            assertEquals("stop", there.rest().complete().getString("finishReason"));
        }
    }

    @Test
    void anAnswerWhoseOwnerIsKilledIsFinishedByTheOtherNode() {
        var question = Providers.question("tokens=60 first=0 delay=60");
        Frames begun;
        try (var there = user.at(second.url()).ask(question)) {
            begun = there.next(15);
        }
        var single = Api.somebody();
        var request = Completion.asking(Providers.question("tokens=900 first=0 delay=60"))
                .add("stream", true);
        try (var completion = single.at(second.url()).open(Completion.PATH, request.build())) {
            completion.until(frame -> frame.data().contains("t3 "));
            second.kill();
        }
        try (var stream =
                user.at(balancer.url()).with("Last-Event-ID", begun.last().id()).listen(events(begun))) {
            var rest = new java.util.ArrayList<Frame>();
            for (var frame = stream.next(TAKEOVER); frame.isPresent(); frame = stream.next(TAKEOVER)) {
                rest.add(frame.get());
            }
            var whole = begun.then(new Frames(rest));
            assertEquals(Providers.numbered(60), whole.said());
            assertEquals(Providers.numbered(60), whole.complete().getString("content"));
            assertTrue(whole.last().id().contains(":2."), whole.last()::id);
            var attempts = Database.attempts(whole.answerId());
            assertEquals(2, attempts.size());
            assertEquals("lost", attempts.getFirst().outcome());
            assertTrue(attempts.getFirst().cost().signum() > 0, attempts::toString);
            assertEquals("complete", attempts.getLast().outcome());
            assertEquals(0, Database.count("hold where answer_id = ?", whole.answerId()));
        }
        assertClosedAndBooked(single.userId());
    }

    /** Nobody goes on with an answer whose only reader was on the killed node. */
    private static void assertClosedAndBooked(String userId) {
        var rows = Await.until(
                "it is closed",
                TAKEOVER,
                () -> Database.rows("select id, state from answer where user_id = ? and ended_at is not null", userId),
                found -> !found.isEmpty());
        assertEquals("failed", rows.getFirst().get("state"));
        var id = (UUID) rows.getFirst().get("id");
        assertEquals(
                List.of("lost"),
                Database.attempts(id).stream().map(Database.Attempt::outcome).toList());
        var output = Database.attempts(id).getFirst().output();
        assertTrue(output >= 3, "what it has said is booked: " + output);
        assertEquals(0, Database.count("hold where answer_id = ?", id));
    }

    private static void assertSame(Frames expected, Frames frames) {
        assertEquals(expected.ids(), frames.ids());
        assertEquals(
                expected.all().stream().map(Frame::data).toList(),
                frames.all().stream().map(Frame::data).toList());
    }

    private static String lastIdOf(Frames begun) {
        var row = Database.row("select epoch, terminal_n from answer where id = ?", begun.answerId());
        return begun.answerId() + ":" + row.get("epoch") + "." + row.get("terminal_n");
    }

    private static String events(Frames frames) {
        return "/api/chat/answers/" + frames.answerId() + "/events";
    }
}
