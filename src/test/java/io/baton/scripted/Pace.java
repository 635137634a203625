package io.baton.scripted;

/**
 * When each token is due. Due times are fixed from the start, so that a late wake-up is caught up with in one write, and
 * lie on a grid of 4 ms, so that a thousand answers wake up together: that takes half the processor time.
 *
 * @param start      in {@link System#nanoTime()}
 * @param firstNanos until the first token
 * @param delayNanos between tokens
 */
record Pace(long start, long firstNanos, long delayNanos) {
    private static final long MILLI = 1_000_000;
    private static final long GRID = 4 * MILLI;

    static Pace of(Script script) {
        boolean late = script.fault().filter(Fault.Kind.SLOW_FIRST::equals).isPresent();
        int first = late ? slow(script) : script.number(Setting.FIRST, 150);
        return new Pace(System.nanoTime(), first * MILLI, script.number(Setting.DELAY, 20) * MILLI);
    }

    /** Milliseconds by which a slow fault is late. */
    static int slow(Script script) {
        return script.number(Setting.MS, 10_000);
    }

    long due(int position) {
        long due = start + firstNanos + position * delayNanos;
        return delayNanos == 0 ? due : due + GRID - Math.floorMod(due, GRID);
    }
}
