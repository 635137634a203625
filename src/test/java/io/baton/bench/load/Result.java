package io.baton.bench.load;

import java.io.Serializable;

/**
 * What became of a load.
 *
 * @param whole       answers with every token in order and a proper end
 * @param failure     what one of the others ended with; empty: all are whole
 * @param nanos       from the first question to the last end
 * @param firstTokens times from before the connection is opened to the first token, in nanoseconds
 * @param lags        times from the moment at which the provider was to send a token to its arrival, in nanoseconds
 */
record Result(int asked, int whole, String failure, long nanos, Quantiles firstTokens, Quantiles lags)
        implements Serializable {
    /** In nanoseconds. */
    record Quantiles(long p50, long p99) implements Serializable {}
}
