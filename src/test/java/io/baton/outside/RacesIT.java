package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.testing.Api;
import io.baton.testing.Database;
import io.baton.testing.Reply;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What happens to one conversation at the same moment happens one after the other, and nobody waits for a deadlock. */
class RacesIT {
    private static final int ROUNDS = 25;
    private final Api user = Api.somebody();

    @Test
    void aRenamingLosesNoQuestion() {
        var conversation = tell("first");
        for (var i = 0; i < ROUNDS; i++) {
            var question = Api.json("message", "question " + i, "conversationId", conversation);
            together(() -> rename(conversation), () -> user.post("/api/chat/message", question))
                    .forEach(reply -> reply.with(200));
        }
        assertEquals(1 + ROUNDS, Database.count("message where conversation_id = ?::uuid", conversation));
        assertEquals(
                1 + ROUNDS,
                Database.row("select message_count from conversation where id = ?::uuid", conversation)
                        .get("message_count"));
    }

    @Test
    void aRenamingLosesNoAnswer() {
        for (var i = 0; i < ROUNDS; i++) {
            try (var stream = user.ask(Providers.question("tokens=3 first=0 delay=2"))) {
                var conversation = stream.next(1).first().json().getString("conversationId");
                while (stream.next().filter(frame -> !frame.isTerminal()).isPresent()) {
                    rename(conversation).with(200);
                }
                var counted = Database.row("select message_count from conversation where id = ?::uuid", conversation);
                assertEquals(2, counted.get("message_count"));
            }
        }
    }

    @RepeatedTest(ROUNDS)
    void ofTwoDeletionsOneFindsNothing() {
        var conversation = tell("to be deleted");
        var replies = together(() -> delete(conversation), () -> delete(conversation));
        assertEquals(Set.of(204, 404), statuses(replies));
    }

    @RepeatedTest(ROUNDS)
    void aRenamingIsBeforeADeletionOrFindsNothing() {
        var conversation = tell("to be deleted");
        var replies = together(() -> delete(conversation), () -> rename(conversation));
        replies.getFirst().with(204);
        assertTrue(Set.of(200, 404).contains(replies.getLast().status()), replies::toString);
    }

    @Test
    void whoeverAsksOrDeletesWhileAnAnswerEndsIsNeverRefused() {
        var before = deadlocks();
        for (var i = 0; i < 4 * ROUNDS; i++) {
            var next = i;
            try (var stream = user.ask(Providers.question("tokens=3 first=0 delay=0"))) {
                var conversation = stream.next(1).first().json().getString("conversationId");
                if (next % 2 == 0) {
                    delete(conversation).with(204);
                } else {
                    user.tell(Api.json("message", "next", "conversationId", conversation));
                }
                assertTrue(stream.rest().last().isTerminal());
            }
        }
        assertEquals(before, deadlocks());
    }

    private static long deadlocks() {
        return (Long) Database.row("select deadlocks from pg_stat_database where datname = current_database()")
                .get("deadlocks");
    }

    private String tell(String question) {
        return user.tell(Api.json("message", question)).getString("conversationId");
    }

    private Reply rename(String conversation) {
        return user.patch("/api/chat/conversations/" + conversation, Api.json("title", "renamed"));
    }

    private Reply delete(String conversation) {
        return user.delete("/api/chat/conversations/" + conversation);
    }

    private static Set<Integer> statuses(List<Reply> replies) {
        return Set.copyOf(replies.stream().map(Reply::status).toList());
    }

    private static List<Reply> together(Callable<Reply> one, Callable<Reply> other) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(List.of(one, other)).stream()
                    .map(Future::resultNow)
                    .toList();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
