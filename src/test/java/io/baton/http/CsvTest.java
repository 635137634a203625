package io.baton.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {
    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "＝1", "－1"})
    void whatASpreadsheetWouldTakeForAFormulaIsText(String text) {
        assertEquals("'" + text, Csv.field(text));
    }

    @Test
    void aFormulaBehindALineBreakIsTextInQuotes() {
        assertEquals("\"'\r=1\"", Csv.field("\r=1"));
    }

    @Test
    void separatorsAndQuotesAreQuoted() {
        assertEquals("\"a,\"\"b\"\"\"", Csv.field("a,\"b\""));
        assertEquals("a b", Csv.field("a b"));
    }

    @Test
    void moneyIsPlainAndWhatIsUnknownEmpty() {
        assertEquals("0.000000001", Csv.field(new BigDecimal("1E-9")));
        assertEquals("", Csv.field(null));
    }
}
