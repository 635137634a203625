package io.baton.telemetry;

/** Measures the time between the outputs of one attempt. For one thread. */
public final class ChunkTimes {
    private final ModelMeters meters;
    private long lastAt;
    private boolean began;

    public ChunkTimes(ModelMeters meters) {
        this.meters = meters;
    }

    /** @param nanoTime when an output came, as {@link System#nanoTime} */
    public void came(long nanoTime) {
        if (began) {
            meters.nextChunk(nanoTime - lastAt);
        }
        began = true;
        lastAt = nanoTime;
    }
}
