package io.baton.ledger;

import java.math.BigDecimal;

/** Each of these breaks one of the rules for money, to show that it would be found. */
public final class BrokenMoney {
    private BrokenMoney() {}

    static final class Kept {
        Double dollars;
    }

    static final class Returned {
        float[] dollars() {
            return null;
        }
    }

    static final class Taken {
        void take(double dollars) {}
    }

    static final class Converted {
        boolean isBigger(BigDecimal one, BigDecimal other) {
            return one.doubleValue() > other.doubleValue();
        }
    }

    static final class MadeOfText {
        long nanos(String dollars) {
            return (long) (Double.parseDouble(dollars) * 1_000_000_000);
        }
    }

    static final class OutOfARow {
        boolean isFree(Number column) {
            return column.doubleValue() == 0;
        }
    }
}
