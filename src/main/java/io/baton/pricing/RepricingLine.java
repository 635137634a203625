package io.baton.pricing;

import java.math.BigDecimal;

/**
 * The rows of one model that repricing would give one price.
 *
 * @param version the version of the price
 * @param cost    dollars
 */
public record RepricingLine(String model, String version, long rows, BigDecimal cost) {}
