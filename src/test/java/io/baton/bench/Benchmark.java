package io.baton.bench;

import io.baton.dev.TestServer;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.List;

/**
 * The provider asked directly and through Baton, in turn, in one run on one machine: what Baton adds to the first token,
 * whether every answer arrives whole, and what a token costs whatever the answer's length.
 */
public final class Benchmark {
    private static final PrintStream OUT = System.out;
    /** A compiler that still works takes a core away from what is measured. */
    private static final int WARM_UP_ROUNDS = 30;

    private static final String EXPECTED_END = "t%d ";
    private final TestServer server = TestServer.running();
    private final URI direct = URI.create(server.scripted().baseUrl("qwen") + "/chat/completions");
    private final URI baton = URI.create(server.url() + "/api/chat/stream");
    private final String token;

    private Benchmark() throws Exception {
        this.token = token();
    }

    public static void main(String[] arguments) throws Exception {
        var benchmark = new Benchmark();
        benchmark.warmUp();
        OUT.println(
                "| streams | way | whole | start p50 | start p99 | first token p50 | p95 | p99 (ms) | server CPU per token (µs) |");
        OUT.println("|---|---|---|---|---|---|---|---|---|");
        for (var repetition = 0; repetition < 3; repetition++) {
            benchmark.pair(100, 300, 20);
        }
        benchmark.pair(500, 300, 20);
        OUT.println();
        OUT.println("Work per token by length of the answer (20 streams, 2 ms a token):");
        for (var tokens : new int[] {300, 1_000, 3_000}) {
            benchmark.through(20, tokens, 2);
        }
        System.exit(0);
    }

    private void warmUp() throws InterruptedException {
        for (var i = 0; i < WARM_UP_ROUNDS; i++) {
            Round.of(Collections.nCopies(60, asked(baton, 100, 5)), this::readBaton);
        }
    }

    private void pair(int streams, int tokens, int delay) throws InterruptedException {
        var round = Round.of(Collections.nCopies(streams, asked(direct, tokens, delay)), (data, trace) -> {
            if (trace.firstText == 0 && data.contains("\"t1 ")) {
                trace.firstText = trace.now();
            }
            trace.whole |= data.contains("\"" + EXPECTED_END.formatted(tokens));
        });
        OUT.printf(
                "| %d | direct | %d | – | – | %.1f | %.1f | %.1f | – |%n",
                streams, round.whole(), round.firstText(50), round.firstText(95), round.firstText(99));
        report(round);
        through(streams, tokens, delay);
    }

    private void through(int streams, int tokens, int delay) throws InterruptedException {
        var cpuBefore = server.cpu();
        var round = Round.of(Collections.nCopies(streams, asked(baton, tokens, delay)), this::readBaton);
        var cpu = server.cpu().minus(cpuBefore);
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
    }

    private void readBaton(String data, Round.Trace trace) {
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

    private Exchange asked(URI target, int tokens, int delay) {
        var words = "[[tokens=%d delay=%d first=50]]".formatted(tokens, delay);
        var body = target == direct
                ? "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"" + words + "\"}]}"
                : "{\"message\":\"" + words + "\",\"totalContent\":false}";
        return new Exchange(target, token, body);
    }

    private String token() throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var basic = Base64.getEncoder().encodeToString("author:author".getBytes());
            var request = HttpRequest.newBuilder(URI.create(server.url() + "/api/auth/token"))
                    .header("Authorization", "Basic " + basic)
                    .timeout(Duration.ofSeconds(10))
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build();
            var json =
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body();
            return List.of(json.split("\"")).get(3);
        }
    }
}
