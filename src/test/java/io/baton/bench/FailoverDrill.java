package io.baton.bench;

import io.baton.bench.Crowd.Case;
import io.baton.bench.Crowd.Result;
import io.baton.dev.TestServer;
import io.baton.scripted.Script;
import io.baton.scripted.SeenRequest;
import io.baton.testing.Database;
import io.baton.testing.RedisData;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Breaks providers in every way and at every place, and counts what readers notice. Prints a report; its exit code is 1 where
 * an answer was not what an unbroken run gives, or a count is wrong.
 */
public final class FailoverDrill {
    private static final PrintStream OUT = System.out;
    private static final List<String> VENDORS = List.of("qwen", "gemma", "openai");
    private static final List<String> FAULTS = List.of("reset", "close", "stall", "garbage", "error");
    private static final int TOKENS = 60;

    private final TestServer server = TestServer.start("drill", settings());
    private final Crowd crowd = new Crowd(server.issuer());
    private final Map<String, String> unbroken = new ConcurrentHashMap<>();
    private boolean failed;

    private FailoverDrill() {}

    public static void main(String[] arguments) throws Exception {
        var drill = new FailoverDrill();
        drill.cutEverywhere();
        drill.nextRequest();
        drill.manyAnswers("8 %% of attempts fail, default attempts", drill.server.url(), 0.08);
        drill.manyAnswers(
                "20 %% of attempts fail, ROUTING_MAX_ATTEMPTS=5",
                drill.server.anotherNode(Map.of("ROUTING_MAX_ATTEMPTS", "5")).url(), 0.2);
        drill.everybodyOut();
        drill.twoNodesAtALimit();
        OUT.println(drill.failed ? "FAILED" : "All as it should be.");
        System.exit(drill.failed ? 1 : 0);
    }

    private static Map<String, String> settings() {
        var settings = new HashMap<String, String>();
        VENDORS.forEach(
                vendor -> settings.put(vendor.toUpperCase(java.util.Locale.ROOT) + "_MP_REST_READTIMEOUT", "1500"));
        return settings;
    }

    private void cutEverywhere() throws Exception {
        for (var look : List.of("plain", "cjk", "emoji", "clusters")) {
            var text = unbroken(look);
            var bytes = look.equals("plain") ? "" : " bytes=1";
            var cases = new ArrayList<Case>();
            for (var at = 0; at <= TOKENS; at++) {
                for (var fault : FAULTS) {
                    cases.add(new Case(numbered(look + bytes) + " [[qwen:fault=" + fault + " at=" + at + "]]", text));
                }
            }
            count("cut at each of 61 boundaries, 5 faults, " + look + bytes, crowd.ask(server.url(), cases));
        }
        var plain = unbroken("plain");
        for (var habit : List.of("repeat=6", "preamble=true", "repeat=6 preamble=true")) {
            var cases = new ArrayList<Case>();
            for (var at = 6; at < TOKENS; at++) {
                cases.add(new Case(
                        numbered("plain") + " [[qwen:fault=reset at=" + at + "]] [[gemma:" + habit + "]]", plain));
            }
            count("cut at 54 boundaries, the next has " + habit, crowd.ask(server.url(), cases));
        }
        var random = new Random(1);
        for (var fault : FAULTS) {
            var cases = new ArrayList<Case>();
            for (var i = 0; i < 200; i++) {
                var look = List.of("plain", "cjk", "emoji", "clusters").get(i % 4);
                cases.add(new Case(
                        numbered(look) + " [[qwen:fault=" + fault + " at-byte=" + random.nextInt(12_000) + "]]",
                        unbroken(look)));
            }
            count("cut at 200 random bytes, " + fault, crowd.ask(server.url(), cases));
        }
    }

    /** From the end of a request that failed in mid-answer to the arrival of the next one, both at the provider. */
    private void nextRequest() throws Exception {
        server.scripted().clearRequests();
        for (var i = 0; i < 200; i++) {
            crowd.hear(server.url(), new Case(numbered("plain") + " [[qwen:fault=error at=7]]", ""));
        }
        var gaps = new ArrayList<Double>();
        SeenRequest before = null;
        for (var seen : server.scripted().requests()) {
            if (seen.vendor().equals("gemma") && before != null) {
                gaps.add(Duration.between(before.endedAt(), seen.startedAt()).toNanos() / 1e6);
            }
            before = seen;
        }
        gaps.sort(null);
        OUT.printf(
                "next request after a failure, one answer at a time: %d times, p50 %.1f ms, p95 %.1f ms, p99 %.1f ms%n",
                gaps.size(),
                gaps.get(gaps.size() / 2),
                gaps.get(gaps.size() * 95 / 100),
                gaps.get(gaps.size() * 99 / 100));
    }

    private void manyAnswers(String title, String url, double rate) throws Exception {
        var faults = "status:500,status:503,status:429,reset,close,end,stall,garbage,error,empty";
        var seed = 0;
        for (var vendor : VENDORS) {
            server.scripted()
                    .script(
                            vendor,
                            Script.of(
                                    "failure-rate=%s faults=%s at=random retry-after=0 seed=%d tokens=60 first=5 delay=5"
                                            .formatted(rate, faults, seed++)));
        }
        var text = numberedText();
        var cases = new ArrayList<Case>();
        for (var i = 0; i < 2_000; i++) {
            cases.add(new Case("", text));
        }
        var results = crowd.ask(url, cases);
        server.scripted().resetScripts();
        OUT.println();
        OUT.printf(title + ": %d answers%n", results.size());
        var complete =
                results.stream().filter(result -> result.complaint().isEmpty()).count();
        var switched =
                results.stream().filter(result -> result.heard().switches() > 0).count();
        OUT.printf(
                "  complete and equal %d (%.2f %%), of them with a switch %d%n",
                complete, 100.0 * complete / results.size(), switched);
        attempts(results).forEach((outcome, number) -> OUT.printf("  attempts %s: %d%n", outcome, number));
        complain(results);
        check(complete >= results.size() * 0.999, "fewer than 99.9 % complete");
    }

    private void everybodyOut() throws Exception {
        OUT.println();
        for (var fault : List.of("fault=status:503", "fault=reset", "fault=stall")) {
            VENDORS.forEach(vendor -> server.scripted().script(vendor, Script.of(fault)));
            var user = crowd.somebody();
            var asked = new Case("", "t1 t2 t3 ");
            var begun = System.nanoTime();
            var result = crowd.exchange(server.url(), asked, Crowd.body("Why?", null), user);
            var took = Duration.ofNanos(System.nanoTime() - begun);
            VENDORS.forEach(vendor -> server.scripted().script(vendor, Script.of("tokens=3 first=0")));
            var later = crowd.exchange(
                    server.url(), asked, Crowd.body("Why?", result.heard().conversationId()), user);
            server.scripted().resetScripts();
            OUT.printf(
                    "all providers out (%s): %s after %d ms; one is back: %s%n",
                    fault,
                    result.heard().error(),
                    took.toMillis(),
                    later.complaint().isEmpty() ? "answered" : later.complaint());
            check(result.heard().error().equals("ALL_MODELS_FAILED"), "no clear end");
            check(later.complaint().isEmpty(), "the question was not answered later");
        }
    }

    private void twoNodesAtALimit() throws Exception {
        var limited = Map.of("LIMITS_MODEL_REQUESTS_PER_MINUTE", "60");
        var nodes = List.of(
                server.anotherNode(limited).url(), server.anotherNode(limited).url());
        nodes.forEach(node -> warmUp(node));
        forgetWindows();
        server.scripted().clearRequests();
        var cases = new ArrayList<Case>();
        for (var i = 0; i < 200; i++) {
            cases.add(new Case(" [[tokens=3 first=0 delay=100]]", "t1 t2 t3 "));
        }
        var results = crowd.ask(nodes, cases, 200);
        var reached = new TreeMap<String, Long>();
        server.scripted().requests().forEach(seen -> reached.merge(seen.vendor(), 1L, Long::sum));
        var refused = results.stream()
                .filter(result -> result.broken().contains("503"))
                .count();
        var whole =
                results.stream().filter(result -> result.complaint().isEmpty()).count();
        OUT.println();
        OUT.printf(
                "two nodes, 200 questions at once for one model, 60 a minute for each: reached %s, complete %d, refused with 503 %d%n",
                reached, whole, refused);
        check(reached.values().stream().allMatch(number -> number == 60), "not exactly 60");
        check(whole == 180 && refused == 20, "not 180 and 20");
    }

    private void warmUp(String node) {
        for (var i = 0; i < 10; i++) {
            crowd.hear(node, new Case(" [[tokens=1 first=0]]", ""));
        }
    }

    private String unbroken(String look) {
        return unbroken.computeIfAbsent(
                look,
                each -> crowd.hear(server.url(), new Case(numbered(each), ""))
                        .heard()
                        .said());
    }

    private static String numbered(String look) {
        return " [[tokens=" + TOKENS + " first=0 delay=2 text=" + look + "]]";
    }

    private static String numberedText() {
        var text = new StringBuilder();
        for (var i = 1; i <= TOKENS; i++) {
            text.append('t').append(i).append(' ');
        }
        return text.toString();
    }

    private void count(String title, List<Result> results) throws SQLException {
        var wrong =
                results.stream().filter(result -> !result.complaint().isEmpty()).toList();
        OUT.printf(
                "%s: %d answers, %d whole and equal, %d with a switch%n",
                title,
                results.size(),
                results.size() - wrong.size(),
                results.stream().filter(result -> result.heard().switches() > 0).count());
        complain(wrong);
        check(wrong.isEmpty(), title);
    }

    private void complain(List<Result> results) throws SQLException {
        var wrong =
                results.stream().filter(result -> !result.complaint().isEmpty()).toList();
        for (var result : wrong.subList(0, Math.min(3, wrong.size()))) {
            OUT.println(
                    "  " + result.asked().directives() + ": " + result.complaint() + "; attempts " + history(result));
        }
    }

    /** The attempts of one answer, each with what came of it and when it began. */
    private List<String> history(Result result) throws SQLException {
        var history = new ArrayList<String>();
        try (var connection = Database.connect(server);
                var statement = connection.prepareStatement("""
                        select concat_ws(' ', ordinal, provider, outcome, detail, output_tokens, started_at, first_output_ms)
                        from attempt where answer_id::text = ? order by ordinal
                        """)) {
            statement.setString(1, result.heard().answerId());
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    history.add(rows.getString(1));
                }
            }
        }
        return history;
    }

    private Map<String, Integer> attempts(List<Result> results) throws SQLException {
        var outcomes = new TreeMap<String, Integer>();
        var ids = results.stream().map(result -> result.heard().answerId()).toList();
        try (var connection = Database.connect(server);
                var statement = connection.prepareStatement(
                        "select outcome, count(*) from attempt where answer_id::text = any (?) group by outcome")) {
            statement.setArray(1, connection.createArrayOf("text", ids.toArray()));
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    outcomes.put(rows.getString(1), rows.getInt(2));
                }
            }
        }
        return outcomes;
    }

    private void forgetWindows() {
        try (var redis = RedisData.connect(server)) {
            redis.keys("baton:{windows}:*").forEach(redis::del);
        }
    }

    private void check(boolean holds, String complaint) {
        if (!holds) {
            failed = true;
            OUT.println("  WRONG: " + complaint);
        }
    }
}
