package io.baton.bench.load;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;

/** The machine, and processes on it. */
final class Machine {
    private static final Path STAT = Path.of("/proc/stat");
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    /** Of the counters in {@code /proc}. */
    private static final long MILLIS_PER_TICK = 10;
    /** user, nice, system, idle, iowait, irq, softirq, steal. */
    private static final int COUNTED = 8;

    private static final int IDLE = 3;
    private static final int IO_WAIT = 4;

    /** Of a process, after its name: utime, stime, and those of ended children. */
    private static final int USER_TIME = 11;

    private static final int TIMES = 4;

    private Machine() {}

    /** The time that all cores were busy with anything so far; zero where there is no {@code /proc}. */
    static Duration busy() {
        try (var lines = Files.lines(STAT)) {
            var ticks = Arrays.stream(lines.findFirst()
                            .orElseThrow()
                            .replaceFirst("cpu\\s+", "")
                            .split(" "))
                    .limit(COUNTED)
                    .mapToLong(Long::parseLong)
                    .toArray();
            return Duration.ofMillis((Arrays.stream(ticks).sum() - ticks[IDLE] - ticks[IO_WAIT]) * MILLIS_PER_TICK);
        } catch (IOException notLinux) {
            return Duration.ZERO;
        }
    }

    /** The average number of processes that ran or waited to, over a minute. */
    static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    static String description() {
        return Runtime.getRuntime().availableProcessors() + " cores" + processor() + ", "
                + System.getProperty("os.name") + " " + System.getProperty("os.version") + ", Java "
                + Runtime.version();
    }

    private static String processor() {
        try (var lines = Files.lines(CPU_INFO)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> " of " + line.substring(line.indexOf(':') + 1).strip())
                    .orElse("");
        } catch (IOException notLinux) {
            return "";
        }
    }

    /** The CPU time of a process and all that it has started so far; of those that have ended only where there is a {@code /proc}. */
    static Duration cpu(ProcessHandle root) {
        return Stream.concat(Stream.of(root), root.descendants())
                .map(Machine::ownCpu)
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static Duration ownCpu(ProcessHandle process) {
        try {
            var stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            var ticks = Arrays.stream(stat.substring(stat.lastIndexOf(')') + 2).split(" "))
                    .skip(USER_TIME)
                    .limit(TIMES)
                    .mapToLong(Long::parseLong)
                    .sum();
            return Duration.ofMillis(ticks * MILLIS_PER_TICK);
        } catch (IOException notLinux) {
            return process.info().totalCpuDuration().orElse(Duration.ZERO);
        }
    }

    /** Likewise; the id of the root is the first line of that file. */
    static Duration cpu(Path pidFile) {
        try (var lines = Files.lines(pidFile)) {
            return lines.findFirst()
                    .flatMap(id -> ProcessHandle.of(Long.parseLong(id.strip())))
                    .map(Machine::cpu)
                    .orElse(Duration.ZERO);
        } catch (IOException gone) {
            return Duration.ZERO;
        }
    }
}
