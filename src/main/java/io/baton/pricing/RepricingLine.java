package io.baton.pricing;

import java.math.BigDecimal;

/**
 * What repricing would do to the rows of one model under one price.
 *
 * @param version of the price
 * @param cost    dollars
 */
public record RepricingLine(String model, String version, long rows, BigDecimal cost) {}
