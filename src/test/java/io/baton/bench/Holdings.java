package io.baton.bench;

import io.baton.dev.TestNode;
import io.baton.dev.TestServer;
import io.baton.testing.RedisData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a node holds.
 *
 * @param heapKilobytes after a full collection
 * @param keys          in Redis
 */
record Holdings(long heapKilobytes, long threads, long descriptors, long keys) {
    private List<Long> values() {
        return List.of(heapKilobytes, threads, descriptors, keys);
    }

    /** Whether none has grown by more than a quarter from the first third to the last. */
    static boolean areFlat(List<Holdings> samples) {
        var third = samples.size() / 3;
        var flat = true;
        for (var which = 0; which < 4; which++) {
            var index = which;
            var first = samples.stream()
                    .limit(third)
                    .mapToLong(each -> each.values().get(index))
                    .average();
            var last = samples.stream()
                    .skip(samples.size() - third)
                    .mapToLong(each -> each.values().get(index))
                    .average();
            flat &= last.orElseThrow() <= first.orElseThrow() * 1.25;
        }
        return flat;
    }

    /** Collects the garbage first. */
    static Holdings of(TestNode node, TestServer server) throws IOException, InterruptedException {
        var java = node.pid();
        jcmd(java, "GC.run");
        var heap = jcmd(java, "GC.heap_info")
                .lines()
                .filter(line -> line.contains(" used "))
                .findFirst()
                .map(line -> line.replaceFirst(".* used (\\d+)K.*", "$1"))
                .orElseThrow();
        var status = Files.readString(Path.of("/proc/" + java + "/status"));
        var threads = status.lines()
                .filter(line -> line.startsWith("Threads:"))
                .findFirst()
                .orElseThrow();
        try (var descriptors = Files.list(Path.of("/proc/" + java + "/fd"));
                var redis = RedisData.connect(server)) {
            return new Holdings(
                    Long.parseLong(heap),
                    Long.parseLong(threads.replaceAll("\\D", "")),
                    descriptors.count(),
                    redis.dbSize());
        }
    }

    private static String jcmd(long process, String command) throws IOException, InterruptedException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var run = new ProcessBuilder(jcmd, Long.toString(process), command)
                .redirectErrorStream(true)
                .start();
        var said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        run.waitFor();
        return said;
    }
}
