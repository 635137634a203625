package io.baton;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules against binary floating point in money find what breaks them. */
class MoneyRulesTest {
    private static final List<ArchRule> RULES = List.of(
            ArchitectureTest.moneyIsNeverKeptInBinaryFloatingPoint,
            ArchitectureTest.moneyIsNeverReturnedInBinaryFloatingPoint,
            ArchitectureTest.moneyIsNeverTakenInBinaryFloatingPoint,
            ArchitectureTest.moneyIsNeverConvertedToOrFromBinaryFloatingPoint);

    @ParameterizedTest
    @ValueSource(strings = {"Kept", "Returned", "Taken", "Converted", "MadeOfText", "OutOfARow"})
    void whatBreaksOneIsFoundByOne(String broken) throws ClassNotFoundException {
        var type = Class.forName("io.baton.ledger.BrokenMoney$" + broken);
        var classes = new ClassFileImporter().importClasses(type);
        assertEquals(
                1,
                RULES.stream()
                        .filter(rule ->
                                rule.allowEmptyShould(true).evaluate(classes).hasViolation())
                        .count());
    }
}
