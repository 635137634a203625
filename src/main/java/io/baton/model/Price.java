package io.baton.model;

import java.math.BigDecimal;

/**
 * The price of a model, in dollars per 1,000 tokens.
 *
 * @param version   the name of this price list; stored with every cost
 * @param input     per 1,000 prompt tokens that were not cached
 * @param output    per 1,000 output tokens that were not reasoning
 * @param cached    per 1,000 cached prompt tokens
 * @param reasoning per 1,000 reasoning tokens
 */
public record Price(String version, BigDecimal input, BigDecimal output, BigDecimal cached, BigDecimal reasoning) {
    public Price {
        for (var each : new BigDecimal[] {input, output, cached, reasoning}) {
            if (each.signum() < 0) {
                throw new IllegalArgumentException("a price can't be negative: " + each);
            }
        }
    }

    /** The exact sum of tokens times price, rounded once to whole nano-dollars. */
    public Money of(TokenUsage usage) {
        var thousandfold = input.multiply(BigDecimal.valueOf(usage.input() - usage.cached()))
                .add(cached.multiply(BigDecimal.valueOf(usage.cached())))
                .add(output.multiply(BigDecimal.valueOf(usage.output() - usage.reasoning())))
                .add(reasoning.multiply(BigDecimal.valueOf(usage.reasoning())));
        return Money.rounded(thousandfold.movePointLeft(3));
    }
}
