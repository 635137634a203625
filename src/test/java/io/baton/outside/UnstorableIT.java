package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.testing.Api;
import io.baton.testing.Database;
import io.baton.testing.Frames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An end that PostgreSQL does not take: cleaned where it comes in, tried again where that helps, and else failed and booked. */
class UnstorableIT {
    private static final int TOKENS = 77;
    private static final String REASON = "a_reason_of_more_than_thirty_two_letters";
    private final Api user = Api.somebody();

    @AfterEach
    void everythingIsTakenAgain() {
        Database.run("alter table message drop constraint if exists not_taken");
        Database.run("alter table answer drop constraint if exists not_taken");
        Database.run("drop trigger if exists not_yet on message");
        Database.run("drop sequence if exists tries");
    }

    @Test
    void aFinishReasonOfAnyLengthEndsTheAnswer() {
        var frames = user.hear(Providers.question("tokens=3 first=0 delay=0 finish=" + REASON));
        assertEquals("stop", frames.complete().getString("finishReason"));
        assertEnded(frames, "done");
        assertTrue(REASON.startsWith(finishReasonInLedger(frames)), finishReasonInLedger(frames));
    }

    @Test
    void aNulInTheFinishReasonEndsTheAnswer() {
        var frames = user.hear(Providers.question("tokens=3 first=0 delay=0 finish=stop\\u0000"));
        assertEquals("stop", frames.complete().getString("finishReason"));
        assertEnded(frames, "done");
        assertEquals("stop\uFFFD", finishReasonInLedger(frames));
    }

    private static String finishReasonInLedger(Frames frames) {
        return (String) Database.row("select finish_reason from attempt where answer_id = ?", frames.answerId())
                .get("finish_reason");
    }

    @Test
    void aNulInTheTextIsReplaced() {
        var frames = user.hear(Providers.question("tokens=2 text=nul first=0 delay=0"));
        assertEquals("t1\uFFFD t2\uFFFD ", frames.complete().getString("content"));
        assertEquals(frames.said(), frames.complete().getString("content"));
        assertEnded(frames, "done");
    }

    @Test
    void anEndThatIsNeverTakenFailsAtOnceKeepsItsTextAndIsSaidOnce() throws IOException {
        Database.run("alter table answer add constraint not_taken check (finish_reason <> 'length') not valid");
        var frames = user.hear(Providers.question("tokens=3 first=0 delay=0 finish=length"));
        assertEquals("UNKNOWN_ERROR", frames.error());
        assertEnded(frames, "failed");
        assertEquals(
                Providers.numbered(3),
                Database.row(
                                "select content from message where id = ?",
                                UUID.fromString(frames.first().content().getString("messageId")))
                        .get("content"));
        var said = log().lines()
                .filter(line -> line.contains(frames.answerId() + " could not be stored"))
                .toList();
        assertEquals(1, said.size(), said::toString);
        assertTrue(said.getFirst().endsWith("PSQLException 23514"), said::toString);
    }

    @Test
    void aTextThatIsNeverTakenIsLeftOutAndTheQuestionCanBeAskedAgain() throws IOException {
        Database.run("alter table message add constraint not_taken check (content not like 't1 %t" + TOKENS
                + " ') not valid");
        var failed = user.hear(Providers.quick(TOKENS));
        assertEquals("UNKNOWN_ERROR", failed.error());
        assertEnded(failed, "failed");
        assertFalse(log().contains("t1 t2 t3"), "no text of an answer is in the log");
        Database.run("alter table message drop constraint not_taken");
        try (var stream = user.follow(failed.first().json().getString("conversationId"))) {
            assertEquals(Providers.numbered(TOKENS), stream.rest().complete().getString("content"));
        }
    }

    @Test
    void anEndThatClashesWithAnotherTransactionIsTriedAgain() {
        Database.run("create sequence tries");
        Database.run("""
                create or replace function not_yet() returns trigger language plpgsql as $$ begin
                  if new.content like 't1 %t77 ' and nextval('tries') < 3 then
                    raise exception 'a clash' using errcode = '40001';
                  end if;
                  return new;
                end $$
                """);
        Database.run("create trigger not_yet before insert on message for each row execute function not_yet()");
        var frames = user.hear(Providers.quick(TOKENS));
        assertEquals(Providers.numbered(TOKENS), frames.complete().getString("content"));
        assertEquals(3L, Database.row("select last_value from tries").get("last_value"));
        assertEnded(frames, "done");
    }

    /** Booked by the provider's own count, and nothing is held or open any more. */
    private static void assertEnded(Frames frames, String state) {
        var id = frames.answerId();
        assertEquals(
                state, Database.row("select state from answer where id = ?", id).get("state"));
        assertEquals(0, Database.count("hold where answer_id = ?", id));
        var attempt = Database.attempts(id).getFirst();
        assertEquals("complete", attempt.outcome());
        assertEquals("measured", attempt.source());
        assertTrue(attempt.cost().signum() > 0);
    }

    private static String log() throws IOException {
        return Files.readString(Path.of(System.getProperty("baton.folder"), "outside", "node", "console.log"));
    }
}
