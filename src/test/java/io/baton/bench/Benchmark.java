package io.baton.bench;

import io.baton.dev.TestServer;
import java.io.PrintStream;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The provider asked directly and through Baton, in turn, in one run on one machine: what Baton adds to the first token,
 * whether every answer arrives whole, and what a token costs whatever the answer's length.
 */
public final class Benchmark {
    private static final PrintStream OUT = System.out;
    private static final int WARM_UP_ROUNDS = 20;
    private static final int USERS = 500;
    private static final int ROUNDS = 5;
    private final TestServer server = TestServer.running();
    private final URI direct = URI.create(server.scripted().baseUrl("qwen") + "/chat/completions");
    private final URI baton = URI.create(server.url() + "/api/chat/stream");
    private final List<String> tokens = IntStream.range(0, USERS)
            .mapToObj(i -> server.issuer().sign(server.issuer().claims("reader-" + i, "user")))
            .toList();

    private Benchmark() {}

    public static void main(String[] arguments) throws Exception {
        var benchmark = new Benchmark();
        benchmark.warmUp();
        OUT.println(
                "| streams | way | whole | start p50 | start p99 | first token p50 | p95 | p99 (ms) | server CPU per token (µs) |");
        OUT.println("|---|---|---|---|---|---|---|---|---|");
        for (var streams : new int[] {20, 100}) {
            var added = new double[ROUNDS];
            for (var i = 0; i < ROUNDS; i++) {
                added[i] = benchmark.pair(streams, 300, 20);
            }
            Arrays.sort(added);
            OUT.printf("| %d | added | | | | %.1f (median of %d rounds) | | | |%n", streams, added[ROUNDS / 2], ROUNDS);
        }
        benchmark.pair(500, 300, 20);
        OUT.println();
        OUT.println("Work per token by length of the answer (20 streams, 2 ms a token):");
        for (var tokens : new int[] {300, 1_000, 3_000}) {
            benchmark.through(20, tokens, 2);
        }
        System.exit(0);
    }

    /**
     * Ten thousand questions: the server has its code compiled in full only after that, and until then the compiler
     * takes a core away from what is measured.
     */
    private void warmUp() throws InterruptedException {
        for (var i = 0; i < WARM_UP_ROUNDS; i++) {
            Round.of(asked(baton, USERS, 10, 1), Benchmark::readBaton);
        }
    }

    /** What Baton adds to the median time to the first token, in milliseconds. */
    private double pair(int streams, int tokens, int delay) throws InterruptedException {
        var round = Round.of(asked(direct, streams, tokens, delay), Benchmark::readDirect);
        OUT.printf(
                "| %d | direct | %d | – | – | %.1f | %.1f | %.1f | – |%n",
                streams, round.whole(), round.firstText(50), round.firstText(95), round.firstText(99));
        report(round);
        return through(streams, tokens, delay).firstText(50) - round.firstText(50);
    }

    private Round through(int streams, int tokens, int delay) throws InterruptedException {
        var cpuBefore = server.node().cpu();
        var round = Round.of(asked(baton, streams, tokens, delay), Benchmark::readBaton);
        var cpu = server.node().cpu().minus(cpuBefore);
        OUT.printf(
                "| %d | Baton, %d tokens | %d | %.1f | %.1f | %.1f | %.1f | %.1f | %.0f |%n",
                streams,
                tokens,
                round.whole(),
                round.start(50),
                round.start(99),
                round.firstText(50),
                round.firstText(95),
                round.firstText(99),
                cpu.toNanos() / 1e3 / streams / tokens);
        report(round);
        return round;
    }

    private static void readDirect(String data, Round.Trace trace) {
        if (trace.firstText == 0 && data.contains("\"t1 ")) {
            trace.firstText = trace.now();
        }
        trace.whole |= data.contains("\"finish_reason\":\"stop\"");
    }

    private static void readBaton(String data, Round.Trace trace) {
        if (trace.start == 0 && data.contains("\"start\"")) {
            trace.start = trace.now();
        } else if (trace.firstText == 0 && data.contains("\"chunk\"")) {
            trace.firstText = trace.now();
        }
        trace.whole |= data.contains("\"type\":\"complete\"") && data.contains("\"finishReason\":\"stop\"");
    }

    private static void report(Round round) {
        if (!round.failures().isEmpty()) {
            OUT.println("failed: " + round.failures().size() + ", such as "
                    + round.failures().getFirst());
        }
    }

    /** One exchange for each of so many users: the answers of one user take turns when they are stored. */
    private List<Exchange> asked(URI target, int streams, int tokenCount, int delay) {
        var words = "[[tokens=%d delay=%d first=50]]".formatted(tokenCount, delay);
        var body = target == direct
                ? "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"" + words + "\"}]}"
                : "{\"message\":\"" + words + "\",\"totalContent\":false}";
        return tokens.stream()
                .limit(streams)
                .map(token -> new Exchange(target, token, body))
                .toList();
    }
}
