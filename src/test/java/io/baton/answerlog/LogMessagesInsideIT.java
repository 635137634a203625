package io.baton.answerlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.answer.ErrorCode;
import io.baton.answer.Event;
import io.baton.answer.Frame;
import io.baton.inside.InsideTest;
import io.baton.inside.Sql;
import io.baton.platform.Ids;
import io.baton.platform.Redis;
import io.baton.testing.Await;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;

/** How the frames of another node's answer reach this node: as messages, or by polling where messages can't be trusted. */
class LogMessagesInsideIT extends InsideTest {
    @Inject
    FrameSource frames;

    @Inject
    LogMirrors mirrors;

    @Inject
    LogMessages messages;

    @Inject
    MirrorChecks checks;

    @Inject
    LogRegistry logs;

    @Inject
    RedisAnswerLog shared;

    @Inject
    RemoteReaders remoteReaders;

    @Inject
    Redis redis;

    private final UUID answer = Ids.next();
    private final UUID owner = UUID.randomUUID();
    private final Thread ownersSubscription = Thread.ofVirtual().unstarted(this::subscribeAsOwner);

    /** Another node, alive for the whole test. */
    @BeforeEach
    void anOwner() throws SQLException {
        Sql.run("insert into node (id, heartbeat_at) values (?, now() + interval '1 hour')", owner);
        Sql.run("""
                insert into answer (id, message_id, user_id, owner, epoch, state, request, model, started_at)
                values (?, ?, ?, ?, 1, 'running', '{"v":1,"model":"qwen2.5"}', 'qwen2.5', now())
                """, answer, UUID.randomUUID(), UUID.randomUUID().toString().replace("-", ""), owner);
    }

    @AfterEach
    void gone() throws SQLException {
        ownersSubscription.interrupt();
        Sql.run("delete from answer where id = ?", answer);
        Sql.run("delete from node where id = ?", owner);
    }

    @Test
    void aMirrorWhoseOwnerPublishesGetsItsFramesAsMessages() throws Exception {
        append(1, 1, 2);
        var mirror = followed();
        var message = new Frame(1, 3, 3, new Event.Chunk("only a message", 1));
        redis.publish(RedisAnswerLog.frames(answer), FrameCodec.write(message));
        Await.until("it is appended", () -> mirror.all().size(), size -> size == 3);
        assertEquals(message, mirror.last().orElseThrow());
    }

    @Test
    void whoFollowsAnAnswerCountsAsItsReaderAndNobodyAfterwards() throws Exception {
        append(1, 1, 1);
        var mirror = followed();
        assertEquals(Set.of(answer), remoteReaders.elsewhere(Set.of(answer)).orElseThrow());
        logs.forget(answer, mirror);
        Await.until(
                "nobody reads", () -> remoteReaders.elsewhere(Set.of(answer)).orElseThrow(), Set::isEmpty);
    }

    @Test
    void anOwnerOfAnOlderVersionIsPolled() throws Exception {
        append(1, 1, 1);
        var mirror = mirrors.of(answer);
        redis.ask(client -> client.rpush(RedisAnswerLog.frames(answer), FrameCodec.write(chunk(1, 2))));
        Await.until("it is read", () -> mirror.all().size(), size -> size == 2);
        assertFalse(checks.isPublished(answer));
    }

    @Test
    void aBrokenConnectionIsReplacedAndMissesNothing() throws Exception {
        append(1, 1, 1);
        var mirror = followed();
        var killed = redis.ask(client -> client.executeCommand(new CommandArguments(Protocol.Command.CLIENT)
                .add("KILL")
                .add("TYPE")
                .add("pubsub")));
        assertTrue((Long) killed.orElseThrow() >= 2, killed::toString);
        append(1, 2, 5);
        Await.until("all frames are here", () -> mirror.all().size(), size -> size == 5);
        Await.until("messages arrive again", this::isNotified, Boolean::booleanValue);
    }

    @Test
    void aReplacedLogIsNoticed() throws Exception {
        append(1, 1, 3);
        var mirror = followed();
        append(2, 1, 1);
        Await.until(
                "the mirror is dropped",
                () -> logs.find(answer).filter(log -> log == mirror).isEmpty(),
                Boolean::booleanValue);
        var rest = frames.after(answer, 3, 1);
        assertFalse(rest.stream().anyMatch(frame -> frame.n() > 3), rest::toString);
    }

    @Test
    void readersOfAnAnswerThatEndedWithoutATerminalFrameGetOneFromItsRow() throws Exception {
        append(1, 1, 2);
        var mirror = followed();
        Sql.run(
                "update answer set state = 'failed', error_code = 'ALL_MODELS_FAILED', terminal_n = 3, ended_at = now() where id = ?",
                answer);
        Await.until("it is noticed", mirror::isInDoubt, Boolean::booleanValue);
        var rest = frames.after(answer, 2, 1);
        assertEquals(
                List.of(new Event.Failed(ErrorCode.ALL_MODELS_FAILED)),
                rest.stream().map(Frame::event).toList());
    }

    private boolean isNotified() {
        return checks.isPublished(answer) && messages.receives(answer);
    }

    private void append(int epoch, int from, int to) {
        var written = new ArrayList<Frame>();
        for (var n = from; n <= to; n++) {
            written.add(chunk(epoch, n));
        }
        shared.append(List.of(new Batch(answer, epoch, written, true))).orElseThrow();
    }

    private static Frame chunk(int epoch, int n) {
        return new Frame(epoch, n, n, new Event.Chunk("piece " + n, n));
    }

    /** As nodes of this version are, and of older ones are not. */
    private void subscribeAsOwner() {
        while (!Thread.currentThread().isInterrupted()) {
            redis.listen("baton:node:" + owner, message -> {});
        }
    }

    private AnswerLog followed() {
        ownersSubscription.start();
        var mirror = mirrors.of(answer);
        Await.until("messages arrive", this::isNotified, Boolean::booleanValue);
        return mirror;
    }
}
