package io.baton.bench.load;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * A way from a question to the provider.
 *
 * @param cpu  what the servers on the way have used so far, without the provider
 * @param note what a reader must know about it
 */
record Way(String name, Target target, Supplier<Duration> cpu, String note) {}
