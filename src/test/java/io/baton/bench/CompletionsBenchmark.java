package io.baton.bench;

import io.baton.dev.TestServer;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** OpenAI's interface of Baton, beside the provider asked directly and through a proxy that does nothing else, in one run. */
public final class CompletionsBenchmark {
    private static final PrintStream OUT = System.out;
    private static final int WARM_UP_ROUNDS = 20;
    private static final int STREAMS = 100;
    private static final int TOKENS = 300;
    private static final int DELAY = 20;
    private static final int FIRST = 50;
    private static final int ROUNDS = 5;
    /** Rounds like the measured ones: the compiler goes on with what streams need long after the first questions. */
    private static final int UNMEASURED_ROUNDS = 8;

    private final TestServer server = TestServer.running();
    private final URI provider = URI.create(server.scripted().baseUrl("qwen") + "/chat/completions");
    private final List<String> users = IntStream.range(0, 500)
            .mapToObj(i -> server.issuer().sign(server.issuer().claims("reader-" + i, "user")))
            .toList();

    private CompletionsBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        var benchmark = new CompletionsBenchmark();
        var baton = URI.create(benchmark.server.url() + "/v1/chat/completions");
        for (var i = 0; i < WARM_UP_ROUNDS; i++) {
            Round.of(benchmark.asked(baton, benchmark.users.size(), 10, 1), CompletionsBenchmark::read);
        }
        for (var i = 0; i < UNMEASURED_ROUNDS; i++) {
            Round.of(benchmark.asked(baton, STREAMS, TOKENS, DELAY), CompletionsBenchmark::read);
        }
        OUT.println(
                "| way | whole of %d | first token p50 | p95 | p99 | last token overdue p50 | p99 (ms) | CPU per token (µs) |"
                        .formatted(STREAMS));
        OUT.println("|---|---|---|---|---|---|---|---|");
        var proxy = BareProxy.before(benchmark.provider);
        for (var i = 0; i < ROUNDS; i++) {
            benchmark.through("direct", benchmark.provider, () -> Duration.ZERO);
            if (proxy.isPresent()) {
                benchmark.through("nginx", proxy.get().url(benchmark.provider.getPath()), proxy.get()::cpu);
            } else {
                OUT.println("| nginx | is not installed | | | | | | |");
            }
            benchmark.through("Baton", baton, benchmark.server.node()::cpu);
        }
        System.exit(0);
    }

    private void through(String way, URI target, Supplier<Duration> cpu) throws InterruptedException {
        var before = cpu.get();
        var round = Round.of(asked(target, STREAMS, TOKENS, DELAY), CompletionsBenchmark::read);
        var spent = cpu.get().minus(before);
        var ideal = Duration.ofMillis(FIRST + (long) DELAY * (TOKENS - 1));
        OUT.printf(
                "| %s | %d | %.1f | %.1f | %.1f | %.1f | %.1f | %.0f |%n",
                way,
                round.whole(),
                round.firstText(50),
                round.firstText(95),
                round.firstText(99),
                round.overdue(50, ideal),
                round.overdue(99, ideal),
                spent.toNanos() / 1e3 / STREAMS / TOKENS);
        round.failures().stream().limit(1).forEach(failure -> OUT.println("failed, such as: " + failure));
    }

    private static void read(String data, Round.Trace trace) {
        if (trace.firstText == 0 && data.contains("\"t1 ")) {
            trace.firstText = trace.now();
        }
        if (data.contains("t" + TOKENS + " ")) {
            trace.lastText = trace.now();
        }
        trace.whole |= data.contains("\"finish_reason\":\"stop\"");
    }

    private List<Exchange> asked(URI target, int streams, int tokens, int delay) {
        var body = "{\"model\":\"qwen2.5\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":"
                + "\"[[tokens=%d delay=%d first=%d]]\"}]}".formatted(tokens, delay, FIRST);
        return users.stream()
                .limit(streams)
                .map(user -> new Exchange(target, user, body))
                .toList();
    }
}
