package io.baton.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoneyTest {
    private static final int CASES = 1_000;

    @Test
    void anyAmountSurvivesTheWayThroughDollars() {
        new Random(1).longs(CASES).mapToObj(Money::new).forEach(money -> {
            assertEquals(money, Money.ofDollars(money.dollars()));
            assertEquals(money, Money.ofDollars(new BigDecimal(money.toString())));
        });
    }

    @Test
    void dollarsHaveNinePlaces() {
        assertEquals(new BigDecimal("0.000000001"), new Money(1).dollars());
        assertEquals(new BigDecimal("1.500000000"), new Money(1_500_000_000).dollars());
    }

    @Test
    void aSumIsTheSameInWhicheverOrder() {
        var amounts = new Random(2)
                .longs(CASES, -1_000_000_000_000L, 1_000_000_000_000L)
                .mapToObj(Money::new)
                .collect(Collectors.toList());
        var sum = amounts.stream().reduce(Money.ZERO, Money::plus);
        Collections.shuffle(amounts, new Random(3));
        assertEquals(sum, amounts.stream().reduce(Money.ZERO, Money::plus));
        var dollars = amounts.stream().map(Money::dollars).reduce(BigDecimal.ZERO, BigDecimal::add);
        assertEquals(sum, Money.ofDollars(dollars));
    }

    @Test
    void howASumIsGroupedMakesNoDifference() {
        var random = new Random(6);
        for (var i = 0; i < CASES; i++) {
            var a = new Money(random.nextLong() >> 2);
            var b = new Money(random.nextLong() >> 2);
            var c = new Money(random.nextLong() >> 2);
            assertEquals(a.plus(b).plus(c), a.plus(b.plus(c)));
            assertEquals(a.plus(b), b.plus(a));
            assertEquals(a, a.plus(b).minus(b));
            assertEquals(a.minus(b.plus(c)), a.minus(b).minus(c));
            assertEquals(a, a.plus(Money.ZERO));
        }
    }

    /** Of amounts of every size, so that about a quarter of the sums don't fit. */
    @Test
    void aSumIsExactOrRefused() {
        var random = new Random(7);
        for (var i = 0; i < CASES; i++) {
            var a = new Money(random.nextLong());
            var b = new Money(random.nextLong());
            exactOrRefused(a.dollars().add(b.dollars()), () -> a.plus(b));
            exactOrRefused(a.dollars().subtract(b.dollars()), () -> a.minus(b));
        }
    }

    private static void exactOrRefused(BigDecimal exact, Supplier<Money> sum) {
        var nanos = exact.movePointRight(9).toBigIntegerExact();
        if (nanos.bitLength() < Long.SIZE) {
            assertEquals(exact, sum.get().dollars());
        } else {
            assertThrows(ArithmeticException.class, sum::get);
        }
    }

    @Test
    void aTenthOfANanoDollarIsRefusedRatherThanRounded() {
        assertThrows(ArithmeticException.class, () -> Money.ofDollars(new BigDecimal("0.0000000001")));
    }

    @Test
    void whatDoesNotFitIsRefusedRatherThanWrapped() {
        assertThrows(ArithmeticException.class, () -> new Money(Long.MAX_VALUE).plus(new Money(1)));
        assertThrows(ArithmeticException.class, () -> Money.ofDollars(new BigDecimal("9223372037")));
    }

    @ParameterizedTest
    @CsvSource({
        "0.0000000014, 1",
        "0.0000000015, 2",
        "0.00000000149999, 1",
        "0.0000000005, 1",
        "0.00000000049, 0",
        "-0.0000000005, -1"
    })
    void halfANanoDollarIsRoundedUp(BigDecimal dollars, long nanos) {
        assertEquals(new Money(nanos), Money.rounded(dollars));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0.000000001", "150000, 0.00015", "2000000000, 2", "-10, -0.00000001"})
    void itIsWrittenWithoutExponentAndTrailingZeros(long nanos, String text) {
        assertEquals(text, new Money(nanos).toString());
    }

    @Test
    void noAmountIsEverWrittenWithAnExponent() {
        new Random(4)
                .longs(CASES)
                .mapToObj(Money::new)
                .forEach(money -> assertFalse(money.toString().contains("E"), money::toString));
    }

    @Test
    void amountsAreOrderedByWhatTheyAreWorth() {
        assertEquals(-1, new Money(-1).compareTo(Money.ZERO));
        assertEquals(0, new Money(5).compareTo(new Money(5)));
    }
}
