package io.baton.bench.load;

import java.nio.file.Path;
import java.time.Duration;

/** Whose CPU time is told apart, beside the way's own. */
record Meter(GeneratorProcess generator, ProviderProcess provider, Path services) {
    /**
     * CPU time of everybody so far, or between two moments.
     *
     * @param at      the moment, or the time between two
     * @param server  of the servers on the way
     * @param machine of all processes; zero where that cannot be told
     */
    record Reading(
            Duration at,
            Duration server,
            Duration generator,
            Duration provider,
            Duration database,
            Duration redis,
            Duration machine) {
        Reading since(Reading before) {
            return new Reading(
                    at.minus(before.at),
                    server.minus(before.server),
                    generator.minus(before.generator),
                    provider.minus(before.provider),
                    database.minus(before.database),
                    redis.minus(before.redis),
                    machine.minus(before.machine));
        }

        /** Of all that is not named here. */
        Duration elsewhere() {
            return machine.minus(server)
                    .minus(generator)
                    .minus(provider)
                    .minus(database)
                    .minus(redis);
        }

        /** How many cores such a CPU time kept busy. */
        double cores(Duration cpu) {
            return (double) cpu.toNanos() / at.toNanos();
        }
    }

    Reading read(Way way) {
        return new Reading(
                Duration.ofNanos(System.nanoTime()),
                way.cpu().get(),
                generator.cpu(),
                provider.cpu(),
                Machine.cpu(services.resolve("postgresql/postmaster.pid")),
                Machine.cpu(services.resolve("redis/redis.pid")),
                Machine.busy());
    }
}
