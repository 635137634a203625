/** Prices over time, and costs for usage whose price was unknown. Front door: {@link io.baton.pricing.PriceStore}. */
package io.baton.pricing;
