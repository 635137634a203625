package io.baton.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.baton.dev.TestNode;
import io.baton.dev.TestServer;
import io.baton.outside.Receiver.Delivery;
import io.baton.outside.Receiver.Manner;
import io.baton.scripted.Script;
import io.baton.testing.Api;
import io.baton.testing.Await;
import io.baton.testing.Database;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes wrong reaches a receiver once, from two nodes, and so does that it is over. */
class AlertsProof {
    private static final List<String> RULES = List.of(
            "error-rate",
            "first-token",
            "first-token-anomaly",
            "error-rate-anomaly",
            "user-cost-anomaly",
            "budget-pace",
            "node-lost",
            "redis-away");
    private static final String QWEN = "model:qwen2.5";
    private static final int ASKERS = 6;
    private static TestNode second;

    private final Receiver receiver = new Receiver();
    private final AtomicBoolean asking = new AtomicBoolean();
    private final ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor();
    private final Api user = Api.somebody();

    @BeforeAll
    static void aSecondNode() {
        second = TestServer.running().anotherNode(Map.of());
    }

    @AfterAll
    static void oneNodeAgain() {
        second.stop();
    }

    @BeforeEach
    void everythingIsWell() {
        Providers.scripted().resetScripts();
        if (!second.isAlive()) {
            second.startAgain();
        }
        Alarm.calm(RULES);
        Alarm.ADMIN.put(Alarm.PATH + "/channels/test", Alarm.channel(receiver)).with(200);
    }

    @AfterEach
    void nobodyAsks() {
        asking.set(false);
        askers.close();
        Providers.scripted().resetScripts();
        Alarm.ADMIN.delete(Alarm.PATH + "/channels/test").with(204);
        receiver.close();
    }

    @Test
    void aProviderThatFailsThirtyPercentIsToldOnceAndThenThatItIsOver() {
        failThirtyPercent();
        var begun = receiver.begun("error-rate", QWEN);
        assertTrue(begun.payload().getJsonNumber("value").doubleValue() > 10, begun::body);
        Providers.scripted().resetScripts();
        assertOnce(receiver.resolved("error-rate", QWEN));
        assertEquals(
                1,
                Alarm.all("error-rate", QWEN).stream()
                        .filter(alert ->
                                alert.getString("id").equals(begun.payload().getString("alert")))
                        .count());
    }

    /** Its past is that of six weeks. */
    @Test
    void aProviderThatSlowsDownToATenthIsToldOnce() {
        for (var week = 1; week <= 6; week++) {
            Database.run("""
                    insert into first_token_quarter_hour
                    select date_bin('15 minutes', now() - make_interval(weeks => ?) + q * interval '15 minutes',
                      timestamptz '2000-01-01 00:00:00Z'), 'qwen2.5', 100, 150 from generate_series(-2, 2) q
                    on conflict do nothing
                    """, week);
        }
        Alarm.put("/rules/first-token-anomaly", "{\"leastVolume\": 10, \"worse\": 1000}")
                .with(200);
        Providers.scripted().script("qwen", Script.of("tokens=1 first=1500 delay=0"));
        ask(24);
        var begun = receiver.begun("first-token-anomaly", QWEN);
        assertTrue(begun.payload().getString("detail").contains("150 ms"), begun::body);
        Providers.scripted().resetScripts();
        assertOnce(receiver.resolved("first-token-anomaly", QWEN));
    }

    @Test
    void aUserAtTwentyTimesTheUsualHourIsToldOnce() {
        var spender = UUID.randomUUID().toString().replace("-", "");
        for (var day = 1; day <= 8; day++) {
            spend(spender, day + " days", "0.10");
        }
        spend(spender, "0 days", "2.00");
        var begun = receiver.begun("user-cost-anomaly", "user:" + spender);
        assertEquals(
                "$2 in an hour; for this user it is usually $0.1.",
                begun.payload().getString("detail"));
        Database.run("delete from usage_quarter_hour where user_id = ?", spender);
        assertOnce(receiver.resolved("user-cost-anomaly", "user:" + spender));
    }

    private static void spend(String user, String ago, String dollars) {
        Database.run("""
                insert into usage_quarter_hour (bucket, user_id, model, answers, attempts, errors, input_tokens, output_tokens,
                  cost, unpriced, response_time_ms)
                values (date_bin('15 minutes', now() - ?::interval, timestamptz '2000-01-01 00:00:00Z'), ?, 'qwen2.5', 1, 1, 0, 1,
                  1, ?::numeric, 0, 1)
                """, ago, user, dollars);
    }

    @Test
    void aPaceBeyondTheBudgetOfTheMonthIsToldOnce() {
        user.hear(Providers.quick(50)).complete();
        Alarm.put("/rules/budget-pace", "{\"leastVolume\": 0, \"worse\": 1000, \"limit\": 105}")
                .with(200);
        var spent = Await.until(
                () -> Alarm.ADMIN
                        .get("/api/usage/projection")
                        .with(200)
                        .json()
                        .getJsonNumber("currentCost")
                        .bigDecimalValue(),
                cost -> cost.signum() > 0);
        var limit = spent.multiply(new java.math.BigDecimal("0.5")).setScale(9, java.math.RoundingMode.DOWN);
        Alarm.ADMIN
                .put(
                        "/api/admin/budgets/site",
                        Api.parse("{\"monthLimit\": " + limit.toPlainString() + ", \"shadow\": true}"))
                .with(200);
        try {
            assertTrue(receiver.begun("budget-pace", "budget:site").payload().getInt("value") >= 105);
        } finally {
            Alarm.ADMIN.delete("/api/admin/budgets/site").with(204);
        }
        assertOnce(receiver.resolved("budget-pace", "budget:site").stream()
                .filter(each -> !each.payload().getString("event").equals("worse"))
                .toList());
    }

    @Test
    void aKilledNodeIsToldOnceAndIsOverWhenAnotherHasStarted() {
        var id = Database.row("select id from node order by started_at desc limit 1")
                .get("id");
        second.kill();
        receiver.begun("node-lost", "node:" + id);
        second.startAgain();
        assertOnce(receiver.resolved("node-lost", "node:" + id));
    }

    @Test
    void aNodeThatLeavesIsNotLost() {
        var id = Database.row("select id from node order by started_at desc limit 1")
                .get("id");
        second.stop();
        second.startAgain();
        second.kill();
        var killed = Database.row("select id from node order by started_at desc limit 1")
                .get("id");
        receiver.begun("node-lost", "node:" + killed);
        assertEquals(List.of(), receiver.about("node-lost", "node:" + id));
    }

    @Test
    void thatRedisIsAwayIsToldOnce() throws Exception {
        Alarm.put("/rules/redis-away", "{\"limit\": 2, \"worse\": 1000}").with(200);
        TestServer.running().services().restartRedisEmpty(java.time.Duration.ofSeconds(10));
        receiver.begun("redis-away", "site");
        assertOnce(receiver.resolved("redis-away", "site"));
    }

    /** A node is killed while it is open, too. */
    @Test
    void whatIsToldWhileTheReceiverIsDownComesOnceWhenItIsBack() {
        receiver.shut();
        failThirtyPercent();
        Await.until("it was tried", () -> Alarm.channelOf("test"), channel -> channel.getInt("failures") > 1);
        second.kill();
        assertTrue(Alarm.channelOf("test").getInt("pending") >= 1);
        receiver.open();
        receiver.begun("error-rate", QWEN);
        Providers.scripted().resetScripts();
        assertOnce(receiver.resolved("error-rate", QWEN));
        assertEquals(0, Alarm.channelOf("test").getInt("failures"));
    }

    @Test
    void receiversThatFailOrHangCostNobodyAnything() {
        try (var failing = new Receiver();
                var hanging = new Receiver();
                var endless = new Receiver();
                var elsewhere = new Receiver()) {
            failing.become(Manner.FAILS);
            hanging.become(Manner.HANGS);
            endless.become(Manner.NEVER_ENDS);
            elsewhere.become(Manner.REDIRECTS);
            var bad = Map.of("failing", failing, "hanging", hanging, "elsewhere", elsewhere);
            bad.forEach((name, each) -> Alarm.ADMIN
                    .put(Alarm.PATH + "/channels/" + name, Alarm.channel(each))
                    .with(200));
            Alarm.ADMIN
                    .put(Alarm.PATH + "/channels/endless", Alarm.channel(endless))
                    .with(200);
            failThirtyPercent();
            receiver.begun("error-rate", QWEN);
            endless.begun("error-rate", QWEN);
            bad.keySet()
                    .forEach(name -> Await.until(
                            name + " was tried",
                            () -> Alarm.channelOf(name),
                            channel -> channel.getInt("failures") > 0));
            assertEquals("HTTP status 500", Alarm.channelOf("failing").getString("lastError"));
            assertEquals("HTTP status 307", Alarm.channelOf("elsewhere").getString("lastError"));
            user.hear("[[gemma:tokens=3 first=0 delay=0]] " + Providers.quick(3))
                    .complete();
            bad.values().forEach(each -> each.become(Manner.ACCEPTS));
            bad.values().stream().filter(each -> each != hanging).forEach(each -> each.begun("error-rate", QWEN));
        }
    }

    @Test
    void eachMessageIsSignedAndHasItsId() throws Exception {
        Alarm.ADMIN.send("POST", Alarm.PATH + "/channels/test/test", null).with(200);
        var test = Await.until(receiver::all, all -> !all.isEmpty()).getFirst();
        assertEquals("test", test.payload().getString("event"));
        assertEquals(test.payload().getString("delivery"), test.header("X-baton-delivery"));
        var signature = test.header("X-baton-signature");
        var mac = javax.crypto.Mac.getInstance("HmacSHA256");
        mac.init(new javax.crypto.spec.SecretKeySpec(Alarm.SECRET.getBytes(), "HmacSHA256"));
        var seconds = signature.replaceAll("t=(\\d+),.*", "$1");
        var expected = java.util.HexFormat.of().formatHex(mac.doFinal((seconds + "." + test.body()).getBytes()));
        assertEquals("t=" + seconds + ",v1=" + expected, signature);
        assertFalse(Alarm.channelOf("test").toString().contains(Alarm.SECRET));
        assertFalse(Alarm.channelOf("test").toString().contains("/hook"));
    }

    @Test
    void aTestSaysWhatIsWrong() {
        receiver.become(Manner.FAILS);
        var failed = Alarm.ADMIN
                .send("POST", Alarm.PATH + "/channels/test/test", null)
                .with(200)
                .json();
        assertFalse(failed.getBoolean("delivered"));
        assertEquals("HTTP status 500", failed.getString("error"));
    }

    private void failThirtyPercent() {
        Alarm.put("/rules/error-rate", "{\"leastVolume\": 10, \"worse\": 100}").with(200);
        Providers.scripted()
                .script("qwen", Script.of("tokens=1 first=0 delay=0 failure-rate=0.3 faults=status:500 seed=5"));
        ask(ASKERS);
    }

    /** So many ask one question after the other, until the test is over. */
    private void ask(int many) {
        asking.set(true);
        for (var i = 0; i < many; i++) {
            askers.execute(() -> {
                while (asking.get()) {
                    user.hear("Question " + UUID.randomUUID());
                    Await.seenWithin(java.time.Duration.ofMillis(100), asking::get, going -> !going);
                }
            });
        }
    }

    /** One message that it has begun, one that it is over, in this order, each with an id of its own. */
    private static void assertOnce(List<Delivery> all) {
        assertEquals(
                List.of(false, true), all.stream().map(Delivery::isResolved).toList(), all::toString);
        assertEquals(
                2,
                all.stream()
                        .map(each -> each.payload().getString("delivery"))
                        .distinct()
                        .count());
    }
}
