package io.baton.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PriceTest {
    private static final BigDecimal HALF_A_NANO = new BigDecimal("0.0000000005");
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1_000);

    @Test
    void aThousandTokensCostThePrice() {
        assertEquals("0.03", price("0.03").of(TokenUsage.estimated(400, 600)).toString());
    }

    @Test
    void nothingUsedCostsNothing() {
        assertEquals(Money.ZERO, price("0.03").of(TokenUsage.NONE));
    }

    @Test
    void eachKindOfTokenHasItsOwnPrice() {
        var price = new Price("v", dollars("1"), dollars("10"), dollars("0.1"), dollars("100"));
        var usage = new TokenUsage(3_000, 5_000, 1_000, 2_000, TokenUsage.Source.MEASURED);
        assertEquals(dollars("232.100000000"), price.of(usage).dollars());
    }

    @Test
    void theSumIsRoundedAndNotItsParts() {
        var fourTenthsOfANano = price("0.0000004");
        var usage = new TokenUsage(2, 2, 1, 1, TokenUsage.Source.MEASURED);
        assertEquals(new Money(2), fourTenthsOfANano.of(usage));
    }

    @Test
    void halfANanoDollarIsRoundedUp() {
        assertEquals(new Money(1), price("0.0000005").of(TokenUsage.estimated(1, 0)));
        assertEquals(new Money(0), price("0.00000049").of(TokenUsage.estimated(1, 0)));
    }

    @Test
    void theCostIsNeverFurtherFromTheExactOneThanHalfANanoDollar() {
        var random = new Random(5);
        for (var i = 0; i < 1_000; i++) {
            var price = new Price("v", any(random), any(random), any(random), any(random));
            var usage = new TokenUsage(
                    random.nextInt(1_000_000),
                    random.nextInt(1_000_000),
                    random.nextInt(1_000_000),
                    random.nextInt(1_000_000),
                    TokenUsage.Source.MEASURED);
            var error = price.of(usage).dollars().subtract(exact(price, usage)).abs();
            assertTrue(error.compareTo(HALF_A_NANO) <= 0, () -> price + " of " + usage);
        }
    }

    @Test
    void aCostThatDoesNotFitIsRefusedRatherThanWrapped() {
        var most = TokenUsage.estimated(Integer.MAX_VALUE, Integer.MAX_VALUE);
        assertThrows(ArithmeticException.class, () -> price("1000000").of(most));
        assertEquals(dollars("4294967.294000000"), price("1").of(most).dollars());
    }

    @Test
    void aPriceBelowZeroIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> price("-0.001"));
    }

    private static BigDecimal exact(Price price, TokenUsage usage) {
        return part(price.input(), usage.input() - usage.cached())
                .add(part(price.cached(), usage.cached()))
                .add(part(price.output(), usage.output() - usage.reasoning()))
                .add(part(price.reasoning(), usage.reasoning()));
    }

    private static BigDecimal part(BigDecimal per1000, int tokens) {
        return per1000.multiply(BigDecimal.valueOf(tokens)).divide(THOUSAND);
    }

    private static BigDecimal any(Random random) {
        return BigDecimal.valueOf(random.nextLong(10_000_000_000L), 11);
    }

    private static Price price(String per1000) {
        return new Price("v", dollars(per1000), dollars(per1000), dollars(per1000), dollars(per1000));
    }

    private static BigDecimal dollars(String text) {
        return new BigDecimal(text);
    }
}
