package io.baton.model;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An exact amount of US dollars, counted in whole nano-dollars (10<sup>-9</sup> dollars). May be negative.
 *
 * @param nanos whole nano-dollars
 */
public record Money(long nanos) implements Comparable<Money> {
    public static final Money ZERO = new Money(0);
    private static final int PLACES = 9;

    /** @throws ArithmeticException if {@code dollars} has more than nine decimal places or does not fit */
    public static Money ofDollars(BigDecimal dollars) {
        return new Money(dollars.movePointRight(PLACES).longValueExact());
    }

    /** Rounds half up to whole nano-dollars; the cost of an attempt is rounded only here. */
    static Money rounded(BigDecimal dollars) {
        return new Money(
                dollars.movePointRight(PLACES).setScale(0, RoundingMode.HALF_UP).longValueExact());
    }

    /** Dollars with nine decimal places, as stored in {@code numeric(20,9)}. */
    public BigDecimal dollars() {
        return BigDecimal.valueOf(nanos, PLACES);
    }

    public Money plus(Money other) {
        return new Money(Math.addExact(nanos, other.nanos));
    }

    public Money minus(Money other) {
        return new Money(Math.subtractExact(nanos, other.nanos));
    }

    /** Whether this is at least {@code percent} percent of {@code whole}. */
    public boolean reaches(int percent, Money whole) {
        return dollars().movePointRight(2).compareTo(whole.dollars().multiply(BigDecimal.valueOf(percent))) >= 0;
    }

    @Override
    public int compareTo(Money other) {
        return Long.compare(nanos, other.nanos);
    }

    /** Plain decimal dollars without trailing zeros or exponent, such as {@code 0.00015}. */
    @Override
    public String toString() {
        return nanos == 0 ? "0" : dollars().stripTrailingZeros().toPlainString();
    }
}
