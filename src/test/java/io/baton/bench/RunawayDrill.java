package io.baton.bench;

import io.baton.dev.TestServer;
import jakarta.json.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Has providers spew text without end, as fast as they can, and measures what the readers of other answers notice: the time to
 * their first words, and how much later than spoken their last words come. Once with the bound on an answer's length, each that
 * is cut being asked anew, and once with thirty times as much, so that it is the turns that are measured. Prints a report; its
 * exit code is 1 where somebody waits much longer than with nobody beside.
 */
public final class RunawayDrill {
    private static final PrintStream OUT = System.out;
    private static final int BESIDE = 20;
    private static final int TOKENS = 100;
    private static final int DELAY_MILLIS = 30;
    private static final Duration IDEAL = Duration.ofMillis((long) TOKENS * DELAY_MILLIS);
    private static final double LONGEST_WAIT_MILLIS = 5_000;

    private final TestServer server = TestServer.start("runaway", Map.of());
    private final String unbounded =
            server.anotherNode(Map.of("CHAT_LONGEST_ANSWER", "120")).url();
    private final Crowd crowd = new Crowd(server.issuer());
    private final AtomicLong spewed = new AtomicLong();
    private volatile boolean over;
    private double alone;
    private boolean failed;

    private RunawayDrill() {}

    public static void main(String[] arguments) throws Exception {
        var drill = new RunawayDrill();
        for (var node : List.of(drill.server.url(), drill.unbounded)) {
            drill.measure(node);
            OUT.println(node.equals(drill.unbounded) ? "thirty times the length:" : "as it is:");
            drill.alone = 0;
            drill.beside(0, node);
            drill.beside(1, node);
            drill.beside(4, node);
        }
        OUT.println(drill.failed ? "FAILED" : "All as it should be.");
        System.exit(drill.failed ? 1 : 0);
    }

    private void beside(int runaways, String node) throws Exception {
        over = false;
        spewed.set(0);
        try (var threads = Executors.newFixedThreadPool(Math.max(1, runaways))) {
            for (var i = 0; i < runaways; i++) {
                threads.execute(() -> runAway(node));
            }
            TimeUnit.SECONDS.sleep(1);
            var round = measure(node);
            over = true;
            OUT.printf(
                    "%d answers beside %d that never stop: %d whole, first words p50 %.0f ms, p99 %.0f ms, most %.0f ms; last words late by"
                            + " p50 %.0f ms, p99 %.0f ms, most %.0f ms; %.1f million characters went by%n",
                    BESIDE,
                    runaways,
                    round.whole(),
                    round.firstText(50),
                    round.firstText(99),
                    round.firstText(100),
                    round.overdue(50, IDEAL),
                    round.overdue(99, IDEAL),
                    round.overdue(100, IDEAL),
                    spewed.get() / 1e6);
            round.failures().forEach(OUT::println);
            alone = runaways == 0 ? Math.max(round.firstText(100), round.overdue(100, IDEAL)) : alone;
            failed |= round.whole() < BESIDE
                    || round.firstText(100) > alone + LONGEST_WAIT_MILLIS
                    || round.overdue(100, IDEAL) > alone + LONGEST_WAIT_MILLIS;
            server.scripted().resetScripts();
        }
    }

    private Round measure(String node) throws InterruptedException {
        var exchanges = new ArrayList<Exchange>();
        for (var i = 0; i < BESIDE; i++) {
            exchanges.add(exchange(node, "tokens=" + TOKENS + " first=0 delay=" + DELAY_MILLIS));
        }
        return Round.of(List.copyOf(exchanges), RunawayDrill::take);
    }

    private static void take(String data, Round.Trace trace) {
        if (data.startsWith("{\"type\":\"chunk\"")) {
            trace.lastText = trace.now();
            trace.firstText = trace.firstText == 0 ? trace.lastText : trace.firstText;
        }
        trace.whole |= data.startsWith("{\"type\":\"complete\"");
    }

    private void runAway(String node) {
        while (!over) {
            try {
                exchange(node, "tokens=999999 first=0 delay=0 chunk=50 unbounded=true")
                        .run(data -> {
                            spewed.addAndGet(data.length());
                            if (over) {
                                throw new IllegalStateException("enough");
                            }
                        });
            } catch (IOException | IllegalStateException ended) {
                // and begins anew
            }
        }
    }

    private Exchange exchange(String node, String directives) {
        var body = Json.createObjectBuilder()
                .add("message", "Question " + UUID.randomUUID() + " [[" + directives + "]]")
                .add("totalContent", false)
                .build();
        return new Exchange(URI.create(node + "/api/chat/stream"), crowd.somebody(), body.toString());
    }
}
